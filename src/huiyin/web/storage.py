"""Telling a full disk, a busy database and one that is away from other failures."""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from enum import Enum
from typing import Any

_FULL_ERRNO = frozenset({errno.ENOSPC, errno.EDQUOT})
_FULL_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_BUSY_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_FULL_SQLSTATE = frozenset({"53100"})
# Too many connections, cannot connect now, serialization failure, deadlock, lock not available.
_BUSY_SQLSTATE = frozenset({"53300", "57P03", "40001", "40P01", "55P03"})
# Ended by its administrator, by a crash, or because the database is gone; class 08 is the connection itself.
_AWAY_SQLSTATE = frozenset({"57P01", "57P02", "57P04"})
_CONNECTION_CLASS = "08"


class Trouble(Enum):
    """What is the matter with the storage."""

    FULL = "full"
    BUSY = "busy"
    AWAY = "away"


def trouble_of(error: BaseException | None) -> Trouble | None:
    """FULL, BUSY or AWAY when this failure, or one that it came from, says so."""
    # Django's own errors don't say it; the driver's stands behind them.
    for link in _chain(error):
        if found := _of_one(link):
            return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    # Errors may name each other as their causes.
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of_one(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError) and error.errno in _FULL_ERRNO:
        return Trouble.FULL
    if isinstance(error, sqlite3.OperationalError):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the family of an extended code
        if code in _FULL_SQLITE or "disk is full" in str(error):
            return Trouble.FULL
        return Trouble.BUSY if code in _BUSY_SQLITE or "is locked" in str(error) else None
    # The driver's errors come from where it is loaded: on SQLite it isn't.
    driver: Any = sys.modules.get("psycopg")
    if driver is None or not isinstance(error, driver.Error):
        return None
    return _of_postgresql(error.sqlstate, broke_off=isinstance(error, driver.OperationalError))


def _of_postgresql(state: str | None, *, broke_off: bool) -> Trouble | None:
    if state in _FULL_SQLSTATE:
        return Trouble.FULL
    if state in _BUSY_SQLSTATE:
        return Trouble.BUSY
    if state in _AWAY_SQLSTATE or (state or "").startswith(_CONNECTION_CLASS):
        return Trouble.AWAY
    # What the server hasn't said itself the driver says: it didn't get through, or the connection broke off.
    return Trouble.AWAY if broke_off and state is None else None
