"""Ways to send a request and get an answer: to a server, or straight to the handler of this process."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from django.test.client import ClientHandler

from huiyin.web.gateway.application import environ_of, headers_of


@dataclass(frozen=True, slots=True)
class FuzzRequest:
    """As it goes out, cookies aside."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def __str__(self) -> str:
        """In a line, for a report."""
        headers = {name: value[:40] for name, value in self.headers.items()}
        return f"{self.method} {self.target[:300]} {headers} {self.body[:600]!r} of {len(self.body)} bytes"


@dataclass(frozen=True, slots=True)
class FuzzAnswer:
    """As it comes back; status 0: the connection was ended without one."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: Mapping[str, str]

    @property
    def page(self) -> str:
        """Its text, where it is one."""
        is_page = self.headers.get("content-type", "").startswith("text/html")
        return self.body.decode("utf-8", "replace") if is_page else ""


class Sending(Protocol):
    """What takes a request somewhere."""

    def __call__(self, request: FuzzRequest, headers: Mapping[str, str]) -> FuzzAnswer:
        """Send it with these headers."""


class FuzzBrowser:
    """Cookies, kept from one request to the next."""

    def __init__(self, send: Sending) -> None:
        """Nothing is sent yet."""
        self._send = send
        self.cookies: dict[str, str] = {}

    def ask(self, request: FuzzRequest) -> FuzzAnswer:
        """Send it, and keep what cookies the answer sets. A request may bring cookies of its own."""
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        answer = self._send(request, {**cookies, **request.headers})
        for name, value in answer.cookies.items():
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        return answer


class ServerSending:
    """Over the network, with a connection for each request."""

    def __init__(self, port: int) -> None:
        """On this machine."""
        self._port = port

    def __call__(self, request: FuzzRequest, headers: Mapping[str, str]) -> FuzzAnswer:
        """Send it. A server that ends the connection has answered with status 0."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        try:
            connection.putrequest(request.method, request.target, skip_host="Host" in headers,
                                  skip_accept_encoding=True)  # fmt: skip
            for name, value in headers.items():
                connection.putheader(name, value.encode("latin-1", "replace"))
            connection.putheader("Content-Length", str(len(request.body)))
            # A body that the server doesn't want to read whole is answered nevertheless.
            with suppress(ConnectionError):
                connection.endheaders(request.body)
            came = connection.getresponse()
            sent = came.headers.get_all("Set-Cookie") or []
            return FuzzAnswer(came.status, {name.lower(): value for name, value in came.headers.items()}, came.read(),
                          _cookies(sent))  # fmt: skip
        except (ConnectionError, HTTPException):
            return FuzzAnswer(0, {}, b"", {})
        finally:
            connection.close()


class HandlerSending:
    """Into the middleware and views of this process, as a test's transaction has the database."""

    def __init__(self) -> None:
        """Forms need their tokens."""
        self._handler = ClientHandler(enforce_csrf_checks=True)

    def __call__(self, request: FuzzRequest, headers: Mapping[str, str]) -> FuzzAnswer:
        """Send it."""
        path, _, query = request.target.partition("?")
        scope = {
            "method": request.method,
            "path": unquote_to_bytes(path).decode("utf-8", "surrogateescape"),
            "query_string": query.encode("latin-1"),
            "http_version": "1.1",
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 9),
            "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()],
        }
        environ = environ_of(scope, headers_of(scope), BytesIO(request.body), len(request.body))
        came: Any = self._handler(environ)
        body = b"".join(came.streaming_content) if came.streaming else came.content
        cookies = {name: morsel.value for name, morsel in came.cookies.items()}
        return FuzzAnswer(
            came.status_code, {name.lower(): value for name, value in came.headers.items()}, body, cookies
        )


def _cookies(headers: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        try:
            found |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        except CookieError:
            continue
    return found
