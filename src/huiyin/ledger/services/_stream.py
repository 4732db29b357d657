"""Reading the whole ledger and whole tables as of one moment, in bounded memory and without building instances."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

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


def ordered_entries() -> Iterator[Sequence[tuple[Any, ...]]]:
    """All entries that have a place, by it, in batches."""
    return _batches("seq", "seq IS NOT NULL AND seq", 1)


def waiting_entries() -> Iterator[Sequence[tuple[Any, ...]]]:
    """All entries that wait for a place, by id, in batches."""
    return _batches("id", "seq IS NULL AND id", 0)


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
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, [last])
            rows = cursor.fetchall()
            if not rows:
                return
            yield rows
            last = rows[-1][key]
