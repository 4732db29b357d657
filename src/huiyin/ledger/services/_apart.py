"""Reading rows in a second process beside the one that reads the entries, both as of the same moment.

Both claim tables, the helper from the largest on, the starter from the smallest on once it has read the entries. The
helper leaves names and digests in a file. Whatever happens to it, the starter reads the helper's tables itself then.
"""

import marshal
import multiprocessing
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from os import cpu_count
from pathlib import Path
from typing import Any

from django.db import connection

from huiyin.ledger.apart import Task, begin
from huiyin.ledger.models import Entry
from huiyin.ledger.services._rows import Plan, plans
from huiyin.ledger.services._stream import one_moment, rows_of

# Below it, starting a process takes longer than it saves.
_WORTH = 40_000
_PATIENCE = 30
_TRIES = 50
Batches = Iterator[list[tuple[str, str]]]


class Rows:
    """All vouched tables, read by this process alone."""

    def batches(self) -> Batches:
        """Name and digest of each row."""
        for plan in plans():
            yield from rows_of(plan)


class SharedRows(Rows):
    """All vouched tables, some of them read by the helper."""

    def __init__(self, helper: SpawnProcess, task: Task, order: list[Plan]) -> None:
        """The helper must be at work."""
        self._helper = helper
        self._task = task
        self._order = order

    def batches(self) -> Batches:
        """Name and digest of each row: our tables first, then what the helper has left."""
        while (place := _claim(self._task, 1)) is not None:
            yield from rows_of(self._order[place])
        self._helper.join()
        if self._helper.exitcode == 0:
            yield from _left(self._task.path)
            return
        for plan in self._order[: self._task.claimed[0]]:
            yield from rows_of(plan)


@contextmanager
def rows_of_one_moment() -> Iterator[Rows]:
    """Everything read inside is as of one moment; gives the rows, read with a helper where that pays."""
    if not _pays():
        with one_moment():
            yield Rows()
        return
    with tempfile.TemporaryDirectory(prefix="huiyin-verify-") as folder:
        order = sorted(plans(), key=_weight, reverse=True)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        task = Task([plan.label for plan in order], context.Array("q", 2), theirs, Path(folder) / "rows")
        database = {"NAME": connection.settings_dict["NAME"]}
        helper = context.Process(target=begin, args=(database, task), daemon=True)
        helper.start()
        theirs.close()
        try:
            with _same_moment(ours) as agreed:
                yield SharedRows(helper, task, order) if agreed else Rows()
        finally:
            ours.close()
            helper.terminate()
            helper.join()


def help_along(task: Task) -> None:
    """The helper's part: agree on the moment, then read tables until none is left."""
    by_label = {plan.label: plan for plan in plans()}
    order = [by_label[label] for label in task.labels]
    task.pipe.send("ready")
    with _moment_of(task.pipe), task.path.open("wb") as file:
        while (place := _claim(task, 0)) is not None:
            for batch in rows_of(order[place]):
                marshal.dump(batch, file)


def _pays() -> bool:
    alone = connection.in_atomic_block or (cpu_count() or 1) < 2
    if alone or "memory" in str(connection.settings_dict["NAME"]):
        return False
    return (Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) >= _WORTH


def _weight(plan: Plan) -> int:
    return plan.model._base_manager.count() * len(plan.attributes)


def _claim(task: Task, end: int) -> int | None:
    """The next table from the front (0) or the back (1); None when all are claimed."""
    with task.claimed.get_lock():
        front, back = task.claimed
        if front + back >= len(task.labels):
            return None
        task.claimed[end] += 1
        return len(task.labels) - 1 - int(back) if end else int(front)


def _left(path: Path) -> Batches:
    size = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size:
            yield marshal.load(file)  # noqa: S302 - written by our helper in a folder that is only ours


@contextmanager
def _same_moment(pipe: Connection) -> Iterator[bool]:
    """As one_moment; gives whether the helper reads as of the same one. It waits until the helper is there."""
    there = _answer(pipe) == "ready"
    if connection.vendor == "postgresql":
        with one_moment():
            yield there and _told(pipe, _snapshot())
        return
    # Every honest change of a row comes with an entry, and SQLite has one writer at a time: with the same last entry
    # both have the same rows.
    for _ in range(_TRIES if there else 0):
        with one_moment():
            if _told(pipe, _last_entry()):
                yield True
                return
    with one_moment():
        yield False


@contextmanager
def _moment_of(pipe: Connection) -> Iterator[None]:
    """The helper's side of it. Raises EOFError when the starter has given up."""
    while True:
        with one_moment():
            wanted = pipe.recv()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION SNAPSHOT %s", [wanted])
                agreed = True
            else:
                agreed = _last_entry() == wanted
            pipe.send(agreed)
            if agreed:
                yield
                return


def _told(pipe: Connection, moment: Any) -> bool:
    try:
        pipe.send(moment)
    except OSError:
        return False
    return _answer(pipe) is True


def _answer(pipe: Connection) -> Any:
    try:
        return pipe.recv() if pipe.poll(_PATIENCE) else None
    except (EOFError, OSError):
        return None


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def _last_entry() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM ledger_entry")
        return int(cursor.fetchone()[0] or 0)
