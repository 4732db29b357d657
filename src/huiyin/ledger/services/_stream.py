"""Reading the whole ledger and whole tables as of one moment, in bounded memory and without building instances."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from huiyin.db import driver
from huiyin.ledger.services._columns import INSTANT_ON_POSTGRESQL

# More at a time don't fit what a processor keeps at hand.
_BATCH = 1000


# Without the empty text SQLite's driver would turn each instant into a datetime, slowly; so would PostgreSQL's, which
# gives microseconds.
_COLUMNS = {
    "sqlite": "id, seq, kind, subject, at || '', actor, salt, content, commitment, leaf_hash, written_at || '',"
    " leaf_format, leaf_salt",
    "postgresql": (
        f"id, seq, kind, subject, {INSTANT_ON_POSTGRESQL.format(c='at')}, actor, salt, content, commitment,"
        f" leaf_hash, {INSTANT_ON_POSTGRESQL.format(c='written_at')}, leaf_format, leaf_salt"
    ),
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


def _batches(order: str, condition: str, key: int) -> Iterator[Sequence[tuple[Any, ...]]]:
    # Only words from this file get into the statement.
    statement = f"""
        SELECT {_COLUMNS[connection.vendor]} FROM ledger_entry
        WHERE {condition} > %s ORDER BY {order} LIMIT {_BATCH}
    """  # noqa: S608
    # The smallest number of all: a forged place below 1 has to be met, too.
    last = -(2**63)
    while rows := _read(statement, last):
        yield rows
        last = rows[-1][key]


def _read(statement: str, last: int) -> Sequence[tuple[Any, ...]]:
    try:
        return _all(statement, last)
    # SQLite keeps bytes that are no text in a column of text, and its driver breaks off at them.
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
    # Bytes that are no text become surrogates, which no text of ours holds and which can't be encoded again.
    with any_text("surrogateescape"):
        return _all(statement, last)


def _all(statement: str, last: int) -> list[tuple[Any, ...]]:
    if connection.vendor == "postgresql":
        # Bytes come as bytes, not as digits.
        with connection.wrap_database_errors, driver().Cursor(connection.connection) as cursor:
            rows: list[tuple[Any, ...]] = cursor.execute(statement, [last], prepare=True, binary=True).fetchall()
            return rows
    with connection.cursor() as cursor:
        cursor.execute(statement, [last])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
