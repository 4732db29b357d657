"""Reading the whole ledger and whole tables as of one moment, in bounded memory and without building instances."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction

from huiyin.ledger.services._columns import TableReading
from huiyin.ledger.services._rows import Plan

_BATCH = 4000


class RawEntry(NamedTuple):
    """An entry as the database has it; nothing about its types is taken for granted."""

    id: int
    seq: int | None
    kind: Any
    subject: Any
    at: Any
    actor: Any
    salt: Any
    content: Any
    commitment: Any
    leaf_hash: Any


# Without the empty text SQLite's driver would turn each instant into a datetime, slowly.
_COLUMNS = {
    "sqlite": "id, seq, kind, subject, at || '', actor, salt, content, commitment, leaf_hash",
    "postgresql": "id, seq, kind, subject, at, actor, salt, content, commitment, leaf_hash",
}


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is as of one moment, and nobody is kept from writing meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # transaction.atomic would take the write lock here.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def any_text(errors: str) -> Iterator[None]:
    """Inside, SQLite's texts that aren't UTF-8 are read as `bytes.decode` does with `errors`, not refused."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    driver = connection.connection
    before = driver.text_factory
    driver.text_factory = lambda raw: raw.decode("utf-8", errors)
    try:
        yield
    finally:
        driver.text_factory = before


def ordered_entries() -> Iterator[Sequence[tuple[Any, ...]]]:
    """All entries that have a place, by it, in batches."""
    return _batches("seq", "seq IS NOT NULL AND seq", 1)


def waiting_entries() -> Iterator[Sequence[tuple[Any, ...]]]:
    """All entries that wait for a place, by id, in batches."""
    return _batches("id", "seq IS NULL AND id", 0)


def rows_of(plan: Plan) -> Iterator[list[tuple[str, str]]]:
    """Name and digest of each row, in batches."""
    reading = plan.reading()
    if reading is None:
        rows = plan.model._base_manager.values_list("pk", *plan.wanted).iterator(chunk_size=_BATCH)
        while batch := [(plan.name(key), plan.digest(key, values)) for key, *values in islice(rows, _BATCH)]:
            yield batch
    elif connection.vendor == "sqlite":
        yield from _read_from_sqlite(reading)
    else:
        for found in _fetched(reading.statement):
            yield reading.pairs(found)


def _read_from_sqlite(reading: TableReading) -> Iterator[list[tuple[str, str]]]:
    done = 0
    try:
        for batch in _fetched(reading.statement):
            yield reading.pairs(batch)
            done += len(batch)
    except OperationalError:
        # Something that is no text. As of one moment, the order is the same once more.
        with any_text("surrogateescape"):
            for batch in _fetched(reading.statement):
                skipped = min(done, len(batch))
                done -= skipped
                yield [(_printable(name), digest) for name, digest in reading.pairs(batch[skipped:])]


def _printable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _fetched(statement: str) -> Iterator[list[tuple[Any, ...]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, [])
        while found := cursor.fetchmany(_BATCH):
            yield found


def as_instant(at: Any) -> datetime:
    """The instant of a raw entry."""
    return at if isinstance(at, datetime) else datetime.fromisoformat(at).replace(tzinfo=UTC)


def _batches(order: str, condition: str, key: int) -> Iterator[Sequence[tuple[Any, ...]]]:
    # Only words from this file get into the statement.
    statement = f"""
        SELECT {_COLUMNS[connection.vendor]} FROM ledger_entry
        WHERE {condition} > %s ORDER BY {order} LIMIT {_BATCH}
    """  # noqa: S608
    last = -(2**63)
    while rows := _read(statement, last):
        yield rows
        last = rows[-1][key]


def _read(statement: str, last: int) -> Sequence[tuple[Any, ...]]:
    try:
        return _all(statement, last)
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
    # Bytes that are no text become surrogates, which no text of ours holds and which can't be encoded again.
    with any_text("surrogateescape"):
        return _all(statement, last)


def _all(statement: str, last: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [last])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
