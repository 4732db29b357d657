"""Sending statements whose results nobody waits for.

On PostgreSQL each statement is bound and, once it has come a few times, prepared on the server: it is parsed and
planned once per connection and not once per registration. `prepare_threshold` among the database's options says when;
a connection pooler that can't keep prepared statements needs it empty.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from huiyin.db.driver import driver


@contextmanager
def sent_together() -> Iterator[None]:
    """Send what is written inside without waiting for each answer: one round trip instead of one per statement.

    Only inside a transaction, for writing, and for few rows: an error of any statement is raised at the end, and
    whatever is read inside waits for all before it. On SQLite there is nothing to wait for.
    """
    if connection.vendor != "postgresql" or not driver().Pipeline.is_supported():
        yield
        return
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("statements are sent together inside transaction.atomic")
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def statement_send(statement: str, parameters: Sequence[Any]) -> None:
    """One writing statement. On PostgreSQL at most 65,535 parameters."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
        return
    with _bound_cursor() as cursor:
        cursor.execute(statement, parameters)


def fetch_all(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """One reading statement and all of its rows, as the driver gives them."""
    # Of a reading that is prepared the driver can't tell the log what it was.
    real = connections[DEFAULT_DB_ALIAS]
    plain = real.vendor != "postgresql" or real.queries_logged
    with real.cursor() if plain else _bound_cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _bound_cursor() -> Any:
    """A cursor of PostgreSQL that leaves binding to the server."""
    # What `connection` stands for: each look through it costs a search for this thread's own.
    real = connections[DEFAULT_DB_ALIAS]
    real.close_if_health_check_failed()
    real.ensure_connection()
    # The driver is loaded where there is a PostgreSQL.
    from huiyin.db.cursors import NumberedCursor  # noqa: PLC0415

    bound: Any = NumberedCursor(real.connection)
    # Django's own wrappers, so that the statement is counted, logged and its errors are translated like any other.
    wrap = real.make_debug_cursor if real.queries_logged else real.make_cursor
    return wrap(bound)


def rows_copy(statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Rows by the thousand into PostgreSQL, in one COPY. Not inside sent_together."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
