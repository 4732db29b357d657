"""The cache in a table that all nodes share: values are JSON, so whoever writes to the table runs nothing here."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection

from huiyin.kernel.time import now

_MISSING = object()
_FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
_READ = "SELECT cache_key, value FROM {table} WHERE cache_key IN ({places}) AND expires > %s"
_INSERT = (
    "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "
    # One statement: between looking and writing another node could come.
    "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_IF_OVER = " WHERE {table}.expires <= %s"
# What would end first goes first.
_CULL = "DELETE FROM {table} WHERE cache_key IN (SELECT cache_key FROM {table} ORDER BY expires LIMIT %s)"


class TableCache(BaseDatabaseCache):
    """What Django's DatabaseCache does, in the same table, without pickles and without counting rows at each write.

    Rows whose time is over go when the worker calls `clear_expired`. A value that isn't JSON counts as not there.
    """

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value; `default` where there is none or its time is over."""
        return self.get_many([key], version=version).get(key, default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[str, Any]:
        """Those that are there, in one statement."""
        wanted = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not wanted:
            return {}
        statement = _READ.format(table=self._quoted(), places=", ".join(["%s"] * len(wanted)))
        rows = self._run(statement, [*wanted, _stored(now())])
        found = {wanted[key]: _decoded(value) for key, value in rows}
        return {key: value for key, value in found.items() if value is not _MISSING}

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Write it, whatever stood there."""
        self._run(_INSERT.format(table=self._quoted()), self._row(key, value, timeout, version))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Write it where nothing is; of two that add at the same moment one is told False."""
        # A row whose time is over still stands there until the worker comes: it counts as free.
        statement = (_INSERT + _IF_OVER).format(table=self._quoted())
        return self._count(statement, [*self._row(key, value, timeout, version), _stored(now())]) > 0

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let it live for so long from now."""
        statement = f"UPDATE {self._quoted()} SET expires = %s WHERE cache_key = %s AND expires > %s"  # noqa: S608
        cache_key = self.make_and_validate_key(key, version=version)
        return self._count(statement, [self._expires(timeout), cache_key, _stored(now())]) > 0

    def delete(self, key: str, version: int | None = None) -> bool:
        """Take it away."""
        statement = f"DELETE FROM {self._quoted()} WHERE cache_key = %s"  # noqa: S608 - our own table
        return self._count(statement, [self.make_and_validate_key(key, version=version)]) > 0

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether it is there."""
        return self.get(key, _MISSING, version=version) is not _MISSING

    def clear(self) -> None:
        """Take everything away."""
        self._count(f"DELETE FROM {self._quoted()}", [])  # noqa: S608 - our own table

    def clear_expired(self, *, at: datetime) -> int:
        """Take away what is over, and what goes beyond MAX_ENTRIES; gives how many."""
        statement = f"DELETE FROM {self._quoted()} WHERE expires <= %s"  # noqa: S608 - our own table
        over = self._count(statement, [_stored(at)])
        [(left,)] = self._run(f"SELECT COUNT(*) FROM {self._quoted()}", [])  # noqa: S608 - our own table
        beyond = max(0, left - self._max_entries)
        return over + (self._count(_CULL.format(table=self._quoted()), [beyond]) if beyond else 0)

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> list[Any]:
        cache_key = self.make_and_validate_key(key, version=version)
        return [cache_key, json.dumps(value, ensure_ascii=False), self._expires(timeout)]

    def _expires(self, timeout: Any) -> Any:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return _stored(_FOREVER if seconds is None else now() + timedelta(seconds=seconds))

    def _quoted(self) -> str:
        return connection.ops.quote_name(self._table)  # type: ignore[attr-defined]  # the stubs lack it

    def _run(self, statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            # Without a description there are no rows, and asking for some is an error.
            return list(cursor.fetchall()) if cursor.description else []

    def _count(self, statement: str, parameters: list[Any]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)


def _stored(instant: datetime) -> Any:
    """As the column has it; always with the same number of digits, for SQLite compares them as text."""
    return connection.ops.adapt_datetimefield_value(instant.replace(microsecond=0))


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return _MISSING
