"""Reading stretches of tables from a database's driver, and digesting their rows.

Names and digests go about as two lists side by side: pairs by the hundred thousand cost more than comparing them.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.ledger.verifier.stored import Kind, StoredRows

Digested = tuple[list[str], list[str]]
Rows = Sequence[Sequence[Any]]
# So many rows at a time fit what a processor keeps at hand; thousands take a tenth longer.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class TableReading:
    """The statement that reads a stretch of a table (`table` is its quoted name), between two ends.

    It gives key and digest of each row. With `kinds`, on SQLite, it gives the columns as they are; `places` says at
    which of them the key is, then what the digest is over.
    """

    label: str
    table: str
    statement: str
    kinds: tuple[Kind, ...] = ()
    places: tuple[int, ...] = ()


class Reader:
    """Reads by one connection of a driver."""

    def __init__(self, driver: Any) -> None:
        """`driver`: sqlite3's connection, or what makes a cursor of psycopg's."""
        self._driver = driver
        self._makers: dict[str, Callable[[Rows], Digested]] = {}

    def digested(self, reading: TableReading, first: Any, last: Any) -> Iterator[Digested]:
        """Names and digests of the rows between two ends, in batches."""
        make = self._makers.setdefault(reading.label, _maker(reading))
        if not reading.kinds:
            with self._driver.cursor() as cursor:
                yield from map(make, _batches(cursor.execute(reading.statement, (first, last), prepare=True)))
            return
        done = 0
        try:
            for rows in self._fetched(reading.statement, first, last):
                yield make(rows)
                done += len(rows)
        except sqlite3.OperationalError:
            # Something that is no text. As of one moment, the order is the same once more.
            before, self._driver.text_factory = self._driver.text_factory, _any_text
            try:
                yield from self._odd(make, self._fetched(reading.statement, first, last), done)
            finally:
                self._driver.text_factory = before

    def _fetched(self, statement: str, first: Any, last: Any) -> Iterator[Rows]:
        return _batches(self._driver.execute(statement, (first, last)))

    @staticmethod
    def _odd(make: Callable[[Rows], Digested], batches: Iterator[Rows], done: int) -> Iterator[Digested]:
        for rows in batches:
            skipped = min(done, len(rows))
            done -= skipped
            if fresh := rows[skipped:]:
                names, digests = make(fresh)
                yield [name.encode("utf-8", "backslashreplace").decode() for name in names], digests


def _batches(cursor: Any) -> Iterator[Rows]:
    while found := cursor.fetchmany(_BATCH):
        yield found


def _maker(reading: TableReading) -> Callable[[Rows], Digested]:
    if reading.kinds:
        return StoredRows(reading.label, reading.kinds, reading.places).digested
    return lambda rows: _named(reading.label, rows)


def _named(label: str, rows: Rows) -> Digested:
    keys, digests = zip(*rows, strict=True)
    # Each of these 43 characters of base 64 ends with the `=` that we leave out.
    return [f"{label}:{key}" for key in keys], "".join(digests).split("=")[:-1]


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
