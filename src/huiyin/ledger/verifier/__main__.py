"""A process that helps to verify: told by its standard input what to read, it leaves names and digests in files."""

import marshal
import os
import pickle
import sqlite3
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from huiyin.ledger.verifier.reading import Reader
from huiyin.ledger.verifier.work import Work

GO = "go"
# What makes two transactions of SQLite see the same: every honest change of a row comes with an entry, there is one
# writer at a time, and only VACUUM, which counts as a new schema, gives rows other places.
SQLITE_MOMENT = ("SELECT max(id) FROM ledger_entry", "PRAGMA schema_version")


@dataclass(frozen=True, slots=True)
class VerifierTask:
    """What a helper is told: how to reach the database, as of which moment to read, and what."""

    vendor: str
    connect: dict[str, Any]
    moment: Any
    work: Work


def main() -> None:
    """Agree on the moment, as often as the starter wants, then read pieces until none is left."""
    task: VerifierTask = pickle.load(sys.stdin.buffer)  # noqa: S301 - the starter's words
    driver = _connected(task)
    while True:
        _answer("yes" if _is_same_moment(driver, task) else "no")
        wanted = pickle.load(sys.stdin.buffer)  # noqa: S301
        if wanted == GO:
            break
        driver.rollback()
        task = wanted
    _read(task.work, Reader(driver))
    driver.close()


def sqlite_moment(driver: sqlite3.Connection) -> tuple[Any, ...]:
    """What must be alike for two readers of SQLite to see the same rows in the same places."""
    return tuple(driver.execute(statement).fetchone()[0] for statement in SQLITE_MOMENT)


def _connected(task: VerifierTask) -> Any:
    if task.vendor == "sqlite":
        driver = sqlite3.connect(**task.connect)
        driver.execute("PRAGMA query_only = 1")
        return driver
    # Loaded only where it is needed: it takes a fifth of a second.
    return import_module("psycopg").connect(**task.connect)


def _is_same_moment(driver: Any, task: VerifierTask) -> bool:
    if task.vendor == "sqlite":
        driver.execute("BEGIN DEFERRED")
        return bool(sqlite_moment(driver) == task.moment)
    driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    driver.execute(f"SET TRANSACTION SNAPSHOT '{task.moment}'")
    return True


def _read(work: Work, reader: Reader) -> None:
    starter = os.getppid()
    for number in work.claimed(range(len(work.pieces))):
        # At once: piece by piece it would be read several times as slowly.
        work.left_in(number).write_bytes(marshal.dumps(list(work.done(reader, number))))
        # The starter was ended: nobody reads what this process would still make.
        if os.getppid() != starter:
            return
        _answer(str(number))


def _answer(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
