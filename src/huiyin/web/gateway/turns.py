"""Networks take turns at the threads: many requests of one never stand before the first request of another."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Crowded(Exception):
    """So many requests of this network wait already that another one can't."""


class Turns:
    """`threads` requests at a time. One network has all threads but one, so that one is left for the others."""

    def __init__(self, *, threads: int, waiting: int) -> None:
        """`waiting`: so many requests of one network may wait."""
        self._threads = threads
        self._share = max(1, threads - 1)
        self._most = waiting
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, network: str) -> AsyncIterator[None]:
        """Wait for a thread and have it for the block. Raises Crowded."""
        await self._take(network)
        try:
            yield
        finally:
            self._give(network)

    def _is_free(self, network: str) -> bool:
        return self._running.total() < self._threads and self._running[network] < self._share

    async def _take(self, network: str) -> None:
        # Where others of the same network wait already, this one goes behind them.
        if network not in self._waiting and self._is_free(network):
            self._running[network] += 1
            return
        queue = self._waiting.setdefault(network, deque())
        if len(queue) >= self._most:
            raise Crowded
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            # Where the turn had come in this very moment, the next one gets it.
            if turn.done() and not turn.cancelled():
                self._give(network)
            raise

    def _give(self, network: str) -> None:
        self._running[network] -= 1
        if not self._running[network]:
            del self._running[network]
        # More than one may go: those who waited for this network's share, and those who waited for a thread.
        while self._call_next():
            pass

    def _call_next(self) -> bool:
        """Wake the first who may go; that network then stands behind the others."""
        # A list of its own, as networks leave the line or change places below.
        for network in list(self._waiting):
            queue = self._waiting[network]
            # Whoever gave up while waiting still stands in the line.
            while queue and queue[0].done():
                queue.popleft()
            if not queue:
                del self._waiting[network]
            elif self._is_free(network):
                self._running[network] += 1
                queue.popleft().set_result(None)
                self._waiting.move_to_end(network)
                if not queue:
                    del self._waiting[network]
                return True
        return False
