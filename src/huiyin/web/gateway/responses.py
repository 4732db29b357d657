"""What Django answers, and how it reaches the reader without holding a thread."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, and either a body that is whole or an iterable that is still to be read and closed."""

    status: int
    headers: Headers
    body: bytes = b""
    stream: Iterable[bytes] | None = None


def answer(application: Callable[..., Any], environ: dict[str, Any]) -> Answer:
    """Let the application answer, in this thread."""
    begun: list[tuple[int, Headers]] = []

    def start(status: str, headers: list[tuple[str, str]], _failure: object = None) -> None:
        lines = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        # Put in place of what was there: WSGI lets an application begin anew after a failure.
        begun[:] = [(int(status.split(" ", 1)[0]), lines)]

    result = application(environ, start)
    if getattr(result, "streaming", False):
        return Answer(*begun[0], stream=result)
    try:
        return Answer(*begun[0], body=b"".join(result))
    finally:
        # In this thread: Django ends the request here and looks after this thread's connection to the database.
        _close(result)


async def send_answer(done: Answer, send: Send, files: Executor, *, rate: int, seconds: float) -> None:
    """Hand it to the server. A stream goes on as it is read: whoever takes it too slowly loses it."""
    await send({"type": "http.response.start", "status": done.status, "headers": done.headers})
    if done.stream is None:
        await send({"type": "http.response.body", "body": done.body, "more_body": False})
        return
    loop = asyncio.get_running_loop()
    try:
        chunks = iter(done.stream)
        while (chunk := await loop.run_in_executor(files, _next, chunks)) is not None:
            # For each piece anew: a large file may take long, it only mustn't stand still.
            async with asyncio.timeout(seconds + len(chunk) / rate):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except TimeoutError:
        # The length that was promised isn't reached, so the reader's program knows that something is missing.
        return
    finally:
        await loop.run_in_executor(files, _close, done.stream)


def _next(chunks: Iterator[bytes]) -> bytes | None:
    return next(chunks, None)


def _close(result: Iterable[bytes]) -> None:
    close = getattr(result, "close", None)
    if close is not None:
        close()
