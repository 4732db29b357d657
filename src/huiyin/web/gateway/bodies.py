"""Receiving bodies, many side by side, none of them for long without getting on.

Where there are too many, or they take too much room, the slowest of the network that has most of them is ended, and
the new one comes in: somebody who holds fifty requests open loses those, and their neighbour's arrives.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from huiyin.web.gateway.limits import Limits

Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class BodyTooSlow(Exception):
    """It didn't come in time, or had to make room for others."""


class BodyTooLarge(Exception):
    """It is longer than any request may be."""


class ReaderGone(Exception):
    """Nobody is at the other end any more."""


@dataclass(eq=False, slots=True)
class Arriving:
    """One body: how much of it has come, and the clock that ends it."""

    network: str
    since: float
    file: BinaryIO
    clock: asyncio.Timeout
    size: int = 0
    is_whole: bool = False
    is_ended: bool = False

    def rate(self, at: float) -> float:
        """Bytes a second; a body that has only just begun isn't slow yet."""
        # Plus one, so that of several that have sent nothing the oldest is the slowest.
        return (self.size + 1) / max(at - self.since, 0.001)


class Bodies:
    """All bodies that are being received by this process, or wait for a thread with their request."""

    def __init__(self, limits: Limits, executor: Executor) -> None:
        """`executor` writes what doesn't stay in memory."""
        self._limits = limits
        self._executor = executor
        self._of: dict[str, set[Arriving]] = {}

    @asynccontextmanager
    async def whole(self, network: str, receive: Receive) -> AsyncIterator[Arriving]:
        """The whole body, its room kept for the block.

        Raises BodyTooSlow, BodyTooLarge, ReaderGone, OSError (full disk).
        """
        self._make_room(network)
        with tempfile.SpooledTemporaryFile(self._limits.bytes_in_memory, dir=str(self._limits.folder)) as file:
            since = asyncio.get_running_loop().time()
            clock = asyncio.timeout_at(since + self._limits.body_seconds)
            body = Arriving(network, since, cast("BinaryIO", file), clock)
            self._of.setdefault(network, set()).add(body)
            try:
                await self._receive_all(body, receive)
                yield body
            finally:
                self._of[network].discard(body)
                if not self._of[network]:
                    del self._of[network]

    async def _receive_all(self, body: Arriving, receive: Receive) -> None:
        try:
            async with body.clock:
                while not body.is_whole:
                    await self._receive_some(body, receive)
        except TimeoutError as error:
            raise BodyTooSlow from error
        body.file.seek(0)

    async def _receive_some(self, body: Arriving, receive: Receive) -> None:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ReaderGone
        chunk = message.get("body") or b""
        if body.size + len(chunk) > self._limits.largest:
            raise BodyTooLarge
        if chunk:
            await self._write(body, chunk)
        if not message.get("more_body"):
            body.is_whole = True
            return
        # The clock of one that was ended is set to now; it mustn't be put off again.
        if not body.is_ended:
            longest = min(self._limits.body_seconds + body.size / self._limits.body_rate, self._limits.body_longest)
            body.clock.reschedule(body.since + longest)
        if self._takes_too_much(body.network):
            self._end_slowest(body.network)

    async def _write(self, body: Arriving, chunk: bytes) -> None:
        body.size += len(chunk)
        # What stays in memory waits for no disk, so it needs no other thread.
        if body.size <= self._limits.bytes_in_memory:
            body.file.write(chunk)
            return
        writing = self._executor.submit(body.file.write, chunk)
        try:
            await asyncio.wrap_future(writing)
        except asyncio.CancelledError:
            # Closed under the thread that writes, the file would be made anew by it, and stay open.
            if not writing.cancelled():
                await asyncio.wait([asyncio.wrap_future(writing)])
            raise

    def _make_room(self, network: str) -> None:
        unfinished = {name: self._unfinished(name) for name in self._of}
        # A network over its own limit pays for itself; only then is it a matter of who has most of all.
        if len(unfinished.get(network, ())) >= self._limits.unfinished_of_network:
            self._end_slowest(network)
        elif sum(map(len, unfinished.values())) >= self._limits.unfinished:
            self._end_slowest(max(unfinished, key=lambda name: len(unfinished[name])))

    def _takes_too_much(self, network: str) -> bool:
        if self._bytes(network) > self._limits.bytes_of_network:
            return True
        return sum(map(self._bytes, self._of)) > self._limits.bytes_kept

    def _bytes(self, network: str) -> int:
        # One that was ended gives its room back in a moment; counted still, it would take others with it.
        return sum(body.size for body in self._of[network] if not body.is_ended)

    def _unfinished(self, network: str) -> list[Arriving]:
        return [body for body in self._of.get(network, ()) if not body.is_whole and not body.is_ended]

    def _end_slowest(self, network: str) -> None:
        at = asyncio.get_running_loop().time()
        slowest = min(self._unfinished(network), key=lambda body: body.rate(at), default=None)
        if slowest is not None:
            slowest.is_ended = True
            slowest.clock.reschedule(at)
