"""What people write stays out of PostgreSQL's own log, where a statement that fails would otherwise leave it.

A failing statement is logged with its text: parameters are bound on the server, so that none stands in it. Below it
stands a detail, which quotes the key or the whole row that was refused; only a superuser, or somebody who was granted
it, can switch that off. Where our role may, it does so for each session; where it may not, `docs/deploy.md` has the
lines with which the superuser does it for the role, and `log_keeps_words` says that they are missing.
"""

from typing import Any
from weakref import WeakSet

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

QUIET = {"log_error_verbosity": "terse", "log_min_error_statement": "panic", "log_parameter_max_length": "0"}
# Anybody may set this one. By default it is 0 already.
_ALWAYS = "SELECT set_config('log_parameter_max_length_on_error', '0', false)"
_WHERE_ALLOWED = """
SELECT set_config(name, setting, false) FROM unnest(%s::text[], %s::text[]) AS quiet (name, setting)
WHERE has_parameter_privilege(name, 'SET')
"""
# Of a pool the same session comes again and again.
_quiet: "WeakSet[Any]" = WeakSet()


def listen() -> None:
    """From now on each new session is made quiet."""
    connection_created.connect(_begin, dispatch_uid="huiyin.db.quiet")


def log_keeps_words() -> list[str]:
    """The settings of the server under which it would log a refused row; none on SQLite, and where all is well."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET)])
        now = dict(cursor.fetchall())
    return [name for name, wanted in QUIET.items() if now.get(name) != wanted]


def _begin(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor != "postgresql" or connection.connection in _quiet:
        return
    # The driver is loaded where there is a PostgreSQL.
    from huiyin.db.cursors import BoundCursor  # noqa: PLC0415

    connection.connection.cursor_factory = BoundCursor
    with connection.cursor() as cursor:
        cursor.execute(_ALWAYS)
        cursor.execute(_WHERE_ALLOWED, [list(QUIET), list(QUIET.values())])
    _quiet.add(connection.connection)
