"""The database alone, without Django or any rule: what the same rows cost at the very least.

One row as long as a matter and five beside it, with the few indexes that nobody could do without.
"""

import os
import random
import sqlite3
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg

from bench import words
from bench.timing import Timings

_MAIN = "plain_matter"
_BESIDE = "plain_row"
_SQLITE = [
    f"CREATE TABLE {_MAIN} (id TEXT PRIMARY KEY, number TEXT UNIQUE, unit INTEGER, due INTEGER, body TEXT)",
    f"CREATE TABLE {_BESIDE} (id TEXT PRIMARY KEY, matter TEXT, body TEXT)",
]
_POSTGRESQL = [
    f"CREATE TABLE {_MAIN} (id uuid PRIMARY KEY, number text UNIQUE, unit int, due bigint, body text)",
    f"CREATE TABLE {_BESIDE} (id uuid PRIMARY KEY, matter uuid, body text)",
]
_INDEXES = [
    f"CREATE INDEX plain_due ON {_MAIN} (unit, due, id)",
    f"CREATE INDEX plain_of ON {_BESIDE} (matter)",
]
_BODY = 250
_NOTE = 60
_BESIDE_EACH = 5
Write = Callable[[], None]


def url() -> str:
    """Where the plain database is; a path for SQLite."""
    return os.environ["BENCH_PLAIN"]


def create() -> None:
    """The tables, once per run."""
    if _is_postgresql():
        with psycopg.connect(url(), autocommit=True) as connection:
            for statement in (*_POSTGRESQL, *_INDEXES):
                connection.execute(statement)
        return
    with closing(_sqlite()) as connection:
        for statement in (*_SQLITE, *_INDEXES):
            connection.execute(statement)


def writer(mode: str) -> Write:
    """What writes 1 + 5 rows: `six` statements and a commit, or all in `one` round trip."""
    chance = random.Random(os.getpid())
    return _postgresql_writer(mode, chance) if _is_postgresql() else _sqlite_writer(mode, chance)


def measure(mode: str, seconds: float) -> Timings:
    """Write for so long."""
    write = writer(mode)
    for _ in range(5):
        write()
    timings = Timings()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with timings.measured():
            write()
    return timings


def insert_rate(rows: int) -> float:
    """Rows a second of 1 + 5 rows, 500 to a transaction: the plain counterpart of an import."""
    write = _bulk_writer()
    began = time.monotonic()
    for _ in range(0, rows, 500):
        write()
    return rows / (time.monotonic() - began)


def _is_postgresql() -> bool:
    return url().startswith("postgres")


def _sqlite() -> sqlite3.Connection:
    connection = sqlite3.connect(url(), timeout=20, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _rows(chance: random.Random) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    key = uuid.UUID(int=time.time_ns() << 64 | chance.getrandbits(64))
    main: tuple[Any, ...] = (
        key,
        str(chance.getrandbits(50)),
        chance.randrange(100),
        chance.getrandbits(40),
        words.text(chance),
    )
    beside: list[tuple[Any, ...]] = [
        (uuid.UUID(int=time.time_ns() << 64 | chance.getrandbits(64)), key, words.text(chance, characters=_NOTE))
        for _ in range(_BESIDE_EACH)
    ]
    return main, beside


def _sqlite_writer(mode: str, chance: random.Random) -> Write:
    connection = _sqlite()
    insert_row = f"INSERT INTO {_MAIN} VALUES (?, ?, ?, ?, ?)"
    other = f"INSERT INTO {_BESIDE} VALUES (?, ?, ?)"

    def write() -> None:
        main, beside = _rows(chance)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(insert_row, (str(main[0]), *main[1:]))
        plain = [(str(key), str(of), body) for key, of, body in beside]
        if mode == "six":
            for row in plain:
                connection.execute(other, row)
        else:
            connection.executemany(other, plain)
        connection.execute("COMMIT")

    return write


def _postgresql_writer(mode: str, chance: random.Random) -> Write:
    connection = psycopg.connect(url(), autocommit=True)
    insert_row = f"INSERT INTO {_MAIN} VALUES (%s, %s, %s, %s, %s)"
    other = f"INSERT INTO {_BESIDE} VALUES (%s, %s, %s)"
    together = (
        f"WITH a AS (INSERT INTO {_MAIN} VALUES (%s, %s, %s, %s, %s)) INSERT INTO {_BESIDE} VALUES "
        + ",".join(["(%s, %s, %s)"] * _BESIDE_EACH)
    )

    def write() -> None:
        main, beside = _rows(chance)
        if mode == "six":
            with connection.transaction():
                connection.execute(insert_row, main, prepare=True)
                for row in beside:
                    connection.execute(other, row, prepare=True)
        else:
            connection.execute(together, [*main, *(value for row in beside for value in row)], prepare=True)

    return write


def _bulk_writer() -> Write:
    chance = random.Random(7)
    if _is_postgresql():
        server = psycopg.connect(url(), autocommit=True)

        def write() -> None:
            batch = [_rows(chance) for _ in range(500)]
            with server.transaction(), server.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {_MAIN} VALUES (%s, %s, %s, %s, %s)", [main for main, _ in batch])
                cursor.executemany(
                    f"INSERT INTO {_BESIDE} VALUES (%s, %s, %s)", [row for _, rows in batch for row in rows]
                )

        return write
    file = _sqlite()

    def write_file() -> None:
        batch = [_rows(chance) for _ in range(500)]
        file.execute("BEGIN IMMEDIATE")
        file.executemany(
            f"INSERT INTO {_MAIN} VALUES (?, ?, ?, ?, ?)", [(str(main[0]), *main[1:]) for main, _ in batch]
        )
        file.executemany(
            f"INSERT INTO {_BESIDE} VALUES (?, ?, ?)",
            [(str(key), str(of), body) for _, rows in batch for key, of, body in rows],
        )
        file.execute("COMMIT")

    return write_file
