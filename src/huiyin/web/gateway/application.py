"""The ASGI application that a server calls: it receives, waits for a turn, and lets Django answer in a thread."""

import asyncio
import errno
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from typing import Any, BinaryIO

from huiyin.web.addresses import reader_address, wide_network
from huiyin.web.gateway.bodies import Bodies, BodyTooLarge, BodyTooSlow, ReaderGone, Receive
from huiyin.web.gateway.limits import Limits
from huiyin.web.gateway.pages import Unread, unread_page
from huiyin.web.gateway.responses import Answer, Send, answer, send_answer
from huiyin.web.gateway.turns import Crowded, Turns

Scope = MutableMapping[str, Any]
WsgiApplication = Callable[..., Any]
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_CHARSET = re.compile(r";\s*charset\*?\s*=(?:utf-8'')?([^;]*)", re.IGNORECASE)


class Gateway:
    """Called by the server for each request, all of them side by side in one event loop."""

    def __init__(self, application: WsgiApplication, limits: Limits) -> None:
        """`application`: Django, which may take its time and has `limits.threads` threads for it."""
        self._application = application
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.threads, "request")
        # Writes what arrives and reads what is sent: short work that mustn't wait for an answer that takes long.
        self._files = ThreadPoolExecutor(2, "files")
        self._bodies = Bodies(limits, self._files)
        self._turns = Turns(threads=limits.threads, waiting=limits.waiting)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # What a server says of itself and WebSockets: nothing here answers them.
        if scope["type"] != "http":
            return
        headers = headers_of(scope)
        network = wide_network(self._reader(scope, headers))
        try:
            done = await self._answered(scope, headers, network, receive)
        except ReaderGone:
            return
        except BodyTooSlow:
            done = unread_page(Unread.SLOW, headers)
        except Crowded:
            done = unread_page(Unread.CROWDED, headers)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            done = unread_page(Unread.FULL, headers)
        # With room of its own for whoever reads slowly: no thread waits for them.
        await send_answer(done, send, self._files, rate=self._limits.body_rate, seconds=self._limits.body_seconds)

    def _reader(self, scope: Scope, headers: Mapping[str, str]) -> str:
        remote = (scope.get("client") or ("", 0))[0]
        return reader_address(remote, headers.get("x-forwarded-for", "") if self._limits.behind_proxy else "")

    async def _answered(self, scope: Scope, headers: Mapping[str, str], network: str, receive: Receive) -> Answer:
        announced = _announced(headers)
        # Without a body there is nothing to wait for, so such a request takes none of the room for bodies.
        if not announced and "transfer-encoding" not in headers:
            return await self._in_turn(scope, headers, network, BytesIO(), 0)
        if announced > self._limits.largest:  # Django says so, without anything having been read
            return await self._in_turn(scope, headers, network, BytesIO(), announced)
        try:
            async with self._bodies.whole(network, receive) as body:
                return await self._in_turn(scope, headers, network, body.file, body.size)
        except BodyTooLarge:
            # A length that RefuseHugeBodies refuses: so the sentence is Django's, in the reader's language.
            return await self._in_turn(scope, headers, network, BytesIO(), self._limits.largest + 1)

    async def _in_turn(
        self, scope: Scope, headers: Mapping[str, str], network: str, body: BinaryIO, size: int
    ) -> Answer:
        async with self._turns.turn(network):
            return await _finished(self._threads.submit(self._answer, scope, headers, body, size))

    def _answer(self, scope: Scope, headers: Mapping[str, str], body: BinaryIO, size: int) -> Answer:
        # In the thread, like all that can be: the event loop has the others' requests to receive.
        return answer(self._application, environ_of(scope, headers, body, size))


async def _finished(work: "Future[Answer]") -> Answer:
    try:
        return await asyncio.wrap_future(work)
    except asyncio.CancelledError:
        # Whatever becomes of the connection, the thread has its turn and its body until it is done.
        if not work.cancelled():
            await asyncio.wait([asyncio.wrap_future(work)])
        raise


def headers_of(scope: Scope) -> dict[str, str]:
    """By lower-case name; one that comes twice has both values, as WSGI wants it.

    A name with an underscore is dropped: WSGI couldn't tell `X_Forwarded_For` from what the proxy has written.
    """
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if "_" in name:
            continue
        # HTTP/2 may send cookies one by one; a comma would become part of a value.
        joint = "; " if name == "cookie" else ","
        found[name] = f"{found[name]}{joint}{value}" if name in found else value
    return found


def environ_of(scope: Scope, headers: Mapping[str, str], body: BinaryIO, size: int) -> dict[str, Any]:
    """What WSGI calls a request."""
    server, client = scope.get("server") or ("", None), scope.get("client") or ("", 0)
    path = scope.get("raw_path")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # WSGI wants bytes in the shape of Latin-1 text.
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if path:
        environ["RAW_URI"] = path.decode("latin-1")
    for name, value in headers.items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    # What has come counts, not what was announced: a body in chunks announces nothing.
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(size) if size else ""
    environ["CONTENT_TYPE"] = _readable(environ.pop("HTTP_CONTENT_TYPE", ""))
    return environ


def _readable(content_type: str) -> str:
    """Without a charset that no text can be read in.

    Django passes over names that nobody knows, but fails at codecs that aren't for text (`zip`) or not for any text
    (`idna`), some of them before there is a request that could be answered.
    """
    for name in _CHARSET.findall(content_type):
        try:
            b"\xff".decode(name.strip(" '\""), "replace")
        except (LookupError, ValueError):
            return _CHARSET.sub("", content_type)
    return content_type


def _announced(headers: Mapping[str, str]) -> int:
    """The length that the request names; 0 for none. The server has looked at it already."""
    try:
        return max(0, int(headers.get("content-length", "0")))
    except ValueError:
        return 0
