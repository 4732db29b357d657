"""Requests as the server hands them over to the gateway, and an application that answers with their length."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from huiyin.web.gateway import Gateway

MEGABYTE = 1 << 20
# So long a test waits for what must come by itself.
PATIENCE = 20


class Echo:
    """Answers with the length of the body; the path `/hold` waits until it is let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.seen: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        self.seen.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/hold":
            assert self.go_on.wait(PATIENCE)
        start("200 OK", [("Content-Type", "text/plain")])
        return [str(len(environ["wsgi.input"].read())).encode()]


class GatewayVisitor:
    """One request as the server hands it over, from an address of the visitor's own."""

    def __init__(self, gateway: Gateway, path: str = "/", address: str = "192.0.2.1", length: int = 0) -> None:
        self._gateway, self._length = gateway, length
        self._scope = scope_of(path, address, length)
        self._parts: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self.sent: list[Mapping[str, Any]] = []

    def start(self) -> "asyncio.Task[None]":
        """Open the connection; what is sent comes later."""
        return asyncio.get_running_loop().create_task(self._gateway(self._scope, self._parts.get, self._hear))

    def sends(self, part: bytes, *, more: bool = False) -> None:
        """Some of the body."""
        self._parts.put_nowait({"type": "http.request", "body": part, "more_body": more})

    async def _hear(self, message: Mapping[str, Any]) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        """What was answered."""
        return int(self.sent[0]["status"])

    @property
    def text(self) -> str:
        """The same in words."""
        return b"".join(part.get("body", b"") for part in self.sent).decode()


def scope_of(path: str, address: str, length: int = 0, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the server says of a request."""
    lines = dict(headers or {}) | ({"content-length": str(length)} if length else {})
    return {
        "type": "http", "method": "POST" if length else "GET", "path": path, "query_string": b"", "scheme": "http",
        "http_version": "1.1", "server": ("127.0.0.1", 8000), "client": (address, 4000),
        "headers": [(name.encode(), value.encode()) for name, value in lines.items()],
    }  # fmt: skip


def within(awaiting: Awaitable[Any]) -> Any:
    """Its result; a test that would hang fails."""

    async def waited() -> Any:
        return await asyncio.wait_for(asyncio.ensure_future(awaiting), PATIENCE)

    return asyncio.run(waited())


async def until(holds: Callable[[], bool]) -> None:
    """Let the others run until it holds."""
    while not holds():
        await asyncio.sleep(0)
