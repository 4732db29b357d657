"""What goes over the sockets between whoever wants a print and the process that prints."""

import socket
from collections.abc import Callable
from enum import StrEnum

PRINTED = b"P"
NO_FONT = b"F"
FAILED = b"E"

_LENGTH = 4
_CHUNK = 1 << 16


class PrintForm(StrEnum):
    """What is asked for: a print, its first page as a small picture, all its pages as pictures (JSON, in base 64),
    where things stand in it (JSON), which fonts."""

    PDF = "pdf"
    PICTURE = "picture"
    PAGES = "pages"
    PLACES = "places"
    FONTS = "fonts"


def _no_limit() -> None:
    return None


def send(pipe: socket.socket, message: bytes) -> None:
    """Send one message. Raises TimeoutError where the socket has a time limit, OSError when the other end is gone."""
    pipe.sendall(len(message).to_bytes(_LENGTH, "big") + message)


def receive(pipe: socket.socket, *, before_each: Callable[[], None] = _no_limit) -> bytes:
    """The next message; empty once the other end is closed. `before_each` may set what time is left.

    Raises TimeoutError, OSError.
    """
    length = _exactly(pipe, _LENGTH, before_each)
    return _exactly(pipe, int.from_bytes(length, "big"), before_each) if length else b""


def _exactly(pipe: socket.socket, size: int, before_each: Callable[[], None]) -> bytes:
    parts: list[bytes] = []
    while size > 0:
        before_each()
        part = pipe.recv(min(size, _CHUNK))
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
