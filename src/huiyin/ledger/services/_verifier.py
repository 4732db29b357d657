"""Reading the rows, shared out among this process and helpers, all as of the same moment.

Helpers begin while this process reads the entries, and from the other end. They leave names and digests in files.
Whatever happens to one of them, the pieces that it hasn't handed over are read here.
"""

import marshal
import os
import pickle
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from os import cpu_count
from pathlib import Path
from typing import Any

from django.db import connection

from huiyin.db import driver
from huiyin.ledger.models import Entry
from huiyin.ledger.services._rows import RowPlan, plans
from huiyin.ledger.services._stream import one_moment
from huiyin.ledger.verifier.__main__ import GO, VerifierTask, sqlite_moment
from huiyin.ledger.verifier.reading import Digested, Reader, TableReading
from huiyin.ledger.verifier.work import Piece, Work

# Below it, starting a process takes longer than it saves.
_WORTH = 20_000
# What reads the entries keeps no more than so many busy.
_MOST_HELPERS = 3
_PATIENCE = 30
_TRIES = 50
# How long a stretch is, in rows of SQLite or pages of PostgreSQL, and how many there are of a table at most.
_STRETCH = {"sqlite": 5000, "postgresql": 256}
_STRETCHES = 400
_ROWIDS = (-(2**63), 2**63 - 1)
_CTIDS = ("(0,0)", "(4294967295,0)")


class Rows:
    """All rows that the ledger vouches for."""

    def __init__(self, work: Work, helpers: Sequence["Helper"] = ()) -> None:
        """`helpers` are at the same work already."""
        self._work = work
        self._helpers = helpers
        self._reader = Reader(_Driver())

    def batches(self) -> Iterator[Digested]:
        """Names and digests of all rows: first what this process reads, then what helpers have left."""
        with connection.wrap_database_errors:
            for plan in plans():
                if plan.reading() is None:
                    yield from _one_by_one(plan)
            done = set()
            for number in self._work.claimed(range(len(self._work.pieces))[::-1]):
                yield from self._work.done(self._reader, number)
                done.add(number)
            for helper in self._helpers:
                for number in helper.handed_over():
                    yield from _left(self._work.left_in(number))
                    done.add(number)
            for number in range(len(self._work.pieces)):
                if number not in done:
                    yield from self._work.done(self._reader, number)


class Helper:
    """A process that reads rows."""

    def __init__(self) -> None:
        """Starts it. Nothing of the folder it is started in gets into it."""
        command = [sys.executable, "-P", "-m", "huiyin.ledger.verifier"]
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip

    def send(self, word: object) -> bool:
        """Whether the word could be said; the answer to a task is waited for with `agrees`."""
        try:
            pickle.dump(word, self._stdin)
            self._stdin.flush()
        except OSError:
            return False
        return True

    def agrees(self) -> bool | None:
        """Whether it reads as of the moment that it was told; None for one that doesn't answer."""
        ready, _, _ = select.select([self._stdout], [], [], _PATIENCE)
        return {b"yes\n": True, b"no\n": False}.get(self._stdout.readline()) if ready else None

    def handed_over(self) -> Iterator[int]:
        """The pieces that it has done, until it ends."""
        for line in self._stdout:
            yield int(line)

    def end(self) -> None:
        """End it, done or not."""
        self._process.kill()
        self._process.communicate()

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    @property
    def _stdout(self) -> Any:
        return self._process.stdout


class _Driver:
    """The driver beneath Django's connection, in the transaction that is open there."""

    def __init__(self) -> None:
        connection.ensure_connection()

    def execute(self, statement: str, values: tuple[Any, Any]) -> Any:
        return connection.connection.execute(statement, values)

    def cursor(self) -> Any:
        return driver().Cursor(connection.connection)

    @property
    def text_factory(self) -> Any:
        return connection.connection.text_factory

    @text_factory.setter
    def text_factory(self, make: Any) -> None:
        connection.connection.text_factory = make


@contextmanager
def rows_of_one_moment() -> Iterator[Rows]:
    """Everything read inside is as of one moment; gives the rows, read with helpers where that pays."""
    with tempfile.TemporaryDirectory(prefix="huiyin-verify-") as folder, ExitStack() as stack:
        helpers = [Helper() for _ in range(_worker_count())]
        for helper in helpers:
            stack.callback(helper.end)
        # SQLite can't hand a moment on: all begin anew until they have met the same one.
        for _ in range(_TRIES if helpers and connection.vendor == "sqlite" else 1):
            with one_moment():
                work = Work(*_shared_out([reading for plan in plans() if (reading := plan.reading())]), Path(folder))
                helpers = [helper for helper in helpers if helper.send(_task(work))]
                answers = [helper.agrees() for helper in helpers]
                helpers = [helper for helper, answer in zip(helpers, answers, strict=True) if answer is not None]
                if False not in answers:
                    yield Rows(work, [helper for helper in helpers if helper.send(GO)])
                    return
        with one_moment():
            yield Rows(work)


def rows_of(plan: RowPlan) -> Iterator[Digested]:
    """Names and digests of one model's rows."""
    reading = plan.reading()
    if reading is None:
        yield from _one_by_one(plan)
        return
    _, pieces = _shared_out([reading])
    reader = Reader(_Driver())
    for piece in pieces:
        yield from reader.digested(reading, piece.first, piece.last)


def _one_by_one(plan: RowPlan) -> Iterator[Digested]:
    rows = plan.model._base_manager.values_list("pk", *plan.wanted).iterator(chunk_size=1000)
    while batch := [(plan.name(key), plan.digest(key, values)) for key, *values in islice(rows, 1000)]:
        names, digests = zip(*batch, strict=True)
        yield list(names), list(digests)


def _worker_count() -> int:
    """How many helpers pay."""
    # Others can't see what an open transaction wrote, nor a database in memory.
    if connection.in_atomic_block or "memory" in str(connection.settings_dict["NAME"]):
        return 0
    # The newest id instead of a count, which would read the whole table.
    if (Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) < _WORTH:
        return 0
    return min((cpu_count() or 1) - 1, _MOST_HELPERS)


def _shared_out(readings: list[TableReading]) -> tuple[list[TableReading], list[Piece]]:
    """Tables cut into stretches by where the database keeps their rows; the outer ends are open."""
    vendor = connection.vendor
    ends, stretches = (_ROWIDS, _rowid_cuts) if vendor == "sqlite" else (_CTIDS, _ctid_cuts)
    pieces = []
    with connection.cursor() as cursor:
        if vendor == "postgresql" and readings:
            # What would move rows to other places waits until all are read.
            cursor.execute(f"LOCK TABLE {', '.join(reading.table for reading in readings)} IN ACCESS SHARE MODE")
        for place, reading in enumerate(readings):
            cuts: list[Any] = stretches(cursor, reading.table)
            pieces += _between(place, ends, cuts, closed=vendor == "sqlite")
    return readings, pieces


def _between(place: int, ends: tuple[Any, Any], cuts: list[Any], *, closed: bool) -> list[Piece]:
    """`closed`: the last of a stretch belongs to it."""
    firsts = [ends[0], *cuts]
    lasts = [*[cut - 1 if closed else cut for cut in cuts], ends[1]]
    return [Piece(place, first, last) for first, last in zip(firsts, lasts, strict=True)]


def _rowid_cuts(cursor: Any, table: str) -> list[int]:
    cursor.execute(f"SELECT (SELECT min(rowid) FROM {table}), (SELECT max(rowid) FROM {table})")  # noqa: S608
    first, last = cursor.fetchone()
    return [] if first is None else list(range(first, last + 1, _width(last - first)))[1:]


def _ctid_cuts(cursor: Any, table: str) -> list[str]:
    cursor.execute("SELECT pg_relation_size(%s::regclass) / current_setting('block_size')::int", [table])
    pages = int(cursor.fetchone()[0])
    return [f"({page},0)" for page in range(0, pages, _width(pages))][1:]


def _width(many: int) -> int:
    return max(_STRETCH[connection.vendor], many // _STRETCHES)


def _task(work: Work) -> VerifierTask:
    wanted: Any = connection.get_connection_params()
    if connection.vendor == "sqlite":
        connect = {key: wanted[key] for key in ("database", "uri", "timeout") if key in wanted}
        return VerifierTask("sqlite", connect, sqlite_moment(connection.connection), work)
    # Python's objects among these are Django's own ways with cursors and values.
    connect = {key: value for key, value in wanted.items() if isinstance(value, str | int | None)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return VerifierTask("postgresql", connect, str(cursor.fetchone()[0]), work)


def _left(path: Path) -> Iterator[Digested]:
    yield from marshal.loads(path.read_bytes())  # noqa: S302 - written by our helper in a folder that is only ours
    path.unlink()
