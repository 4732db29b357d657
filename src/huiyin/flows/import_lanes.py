"""Batches that are brought in side by side: while the server is at work on one, the next is prepared.

A second thread with a connection of its own takes every batch that finds it idle; the others are done where they
come up. On SQLite, which has one writer, and inside a transaction, which has one connection, all are done there.
"""

from collections.abc import Callable, Set
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

from django.db import connection

Outcome = TypeVar("Outcome")


class Lanes(Generic[Outcome]):
    """`with Lanes(settle) as lanes:` gives each batch's outcome to `settle`, in this thread, in any order."""

    def __init__(self, settle: Callable[[Outcome], None]) -> None:
        """No thread is started before there is a batch for it."""
        self._settle = settle
        self._second = ThreadPoolExecutor(1) if _may_be_two() else None
        self._ahead: Future[Outcome] | None = None
        self._names_ahead: Set[str] = frozenset()

    def __enter__(self) -> Self:
        """Nothing is under way."""
        return self

    def __exit__(self, _: type[BaseException] | None, failed: BaseException | None, __: TracebackType | None) -> None:
        """Wait for the batch that is under way, whatever happened; its failure is raised unless there is one."""
        if self._second is None:
            return
        with self._second:
            try:
                if failed is None:
                    self._catch_up()
            finally:
                self._second.submit(_close)

    def take(self, bring_in: Callable[[], Outcome], *, names: Set[str]) -> None:
        """Bring in a batch of records. Two with a `name` in common aren't under way at once, so that neither waits
        for the other within the database.
        """
        if self._second is None:
            self._settle(bring_in())
            return
        if self._ahead and (self._ahead.done() or not self._names_ahead.isdisjoint(names)):
            self._catch_up()
        if self._ahead is None:
            self._ahead, self._names_ahead = self._second.submit(bring_in), names
        else:
            self._settle(bring_in())

    def _catch_up(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead:
            self._settle(ahead.result())


def _may_be_two() -> bool:
    return connection.vendor == "postgresql" and not connection.in_atomic_block


def _close() -> None:
    """The connection of the thread that runs this."""
    connection.close()
