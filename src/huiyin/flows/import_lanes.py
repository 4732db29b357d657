"""Batches that are brought in side by side: while the server is at work on some, the next is read.

Each lane is a thread with a connection of its own; the thread that reads brings nothing in itself, so that no lane
ever waits for it. On SQLite, which has one writer, and inside a transaction, which has one connection, there is no
lane and all is done where it comes up.
"""

from collections.abc import Callable, Set
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Generic, Self, TypeVar

from django.db import connection

Outcome = TypeVar("Outcome")
LANES = 2


class Lanes(Generic[Outcome]):
    """`with Lanes(settle) as lanes:` gives each batch's outcome to `settle`, in this thread, in any order."""

    def __init__(self, settle: Callable[[Outcome], None]) -> None:
        """No thread is started before there is a batch for it."""
        self._settle = settle
        # Pools of one thread: a connection belongs to its thread, and `_close` has to run in that very one.
        self._lanes = [ThreadPoolExecutor(1) for _ in range(LANES)] if _may_be_several() else []
        self._free = list(self._lanes)
        self._under_way: dict[Future[Outcome], tuple[ThreadPoolExecutor, Set[str]]] = {}

    def __enter__(self) -> Self:
        """Nothing is under way."""
        return self

    def __exit__(self, _: type[BaseException] | None, failed: BaseException | None, __: TracebackType | None) -> None:
        """Wait for what is under way, whatever happened; its failure is raised unless there is one."""
        try:
            # After a failure nothing more is counted; `shutdown` waits all the same, so no batch is cut off.
            while self._under_way and failed is None:
                self._settle_next()
        finally:
            for lane in self._lanes:
                lane.submit(_close)
                lane.shutdown()

    def take(self, bring_in: Callable[[], Outcome], *, names: Set[str]) -> None:
        """Bring in a batch of records. Two with a `name` in common aren't under way at once, so that neither waits
        for the other within the database.
        """
        if not self._lanes:
            self._settle(bring_in())
            return
        while not self._free or any(not names.isdisjoint(others) for _, others in self._under_way.values()):
            self._settle_next()
        lane = self._free.pop()
        self._under_way[lane.submit(bring_in)] = lane, names

    def _settle_next(self) -> None:
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        for batch in done:
            lane, _ = self._under_way.pop(batch)
            self._free.append(lane)
            self._settle(batch.result())


def _may_be_several() -> bool:
    return connection.vendor == "postgresql" and not connection.in_atomic_block


def _close() -> None:
    """The connection of the thread that runs this."""
    connection.close()
