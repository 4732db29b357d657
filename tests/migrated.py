"""Databases with every migration applied, made once and copied: applying them takes fourteen seconds.

On SQLite the copy is kept beside the environment, under a name that says from which migrations it was made; on
PostgreSQL as a template in the cluster, as long as that stands. The first demo applies them one by one as an
installation does, and so does the first process on PostgreSQL.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
import psycopg
from django.core.management.commands.migrate import Command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = ROOT / ".venv" / "migrated"
_TEMPLATE_NAME = "huiyin_migrated"
_TEMPLATE = sql.Identifier(_TEMPLATE_NAME)
# Two processes that begin at once: the second waits for what the first makes.
_TEMPLATE_LOCK = 4711
# What migrations import to make their triggers with, and which libraries have tables too.
_BESIDE = (
    "src/huiyin/config/settings.py",
    "src/huiyin/clocks/models/guards.py",
    "src/huiyin/documents/models/guards.py",
    "src/huiyin/ledger/triggers.py",
    "src/huiyin/text_modules/models/guards.py",
)


def copy_migrated(target: Path) -> None:
    """Put a copy at `target` where one is kept already; else leave the place empty."""
    kept = _kept()
    if kept.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)


def migrate_by_copy() -> None:
    """Let `migrate` of this process fill an empty database from what is kept, and keep what it made first."""
    apply_all = Command.handle

    def handle(command: Command, *arguments: Any, **options: Any) -> None:
        connection = connections[options["database"]]

        def apply() -> None:
            apply_all(command, *arguments, **options)

        if options.get("app_label") or connection.introspection.table_names():
            apply()
        elif connection.vendor == "sqlite":
            with _one_at_a_time():
                _on_sqlite(connection.connection, apply)
        else:
            _on_postgresql(connection, apply)

    Command.handle = handle  # type: ignore[method-assign, assignment]


def _on_sqlite(connection: sqlite3.Connection, apply: Callable[[], None]) -> None:
    kept = _kept()
    if kept.exists():
        _copy(sqlite3.connect(kept), connection)
        return
    apply()
    _keep(connection, kept)


def _on_postgresql(connection: BaseDatabaseWrapper, apply: Callable[[], None]) -> None:
    given = connection.get_connection_params()
    name = sql.Identifier(given["dbname"])
    server = psycopg.connect(
        host=given["host"], port=given["port"], user=given["user"], password=given["password"], dbname="postgres",
        autocommit=True,
    )  # fmt: skip
    with server:
        server.execute("SELECT pg_advisory_lock(%s)", [_TEMPLATE_LOCK])
        if _has_template(server):
            connection.close()
            server.execute(sql.SQL("DROP DATABASE {}").format(name))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, _TEMPLATE))
        else:
            apply()
            connection.close()
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(_TEMPLATE, name))


def create_migrated(server: psycopg.Connection, name: sql.Identifier) -> None:
    """A database on PostgreSQL: with all migrations where another process has applied them, else an empty one."""
    template = _TEMPLATE if _has_template(server) else sql.Identifier("template1")
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, template))


def _has_template(server: psycopg.Connection) -> bool:
    return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE_NAME]).fetchone())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER.parent / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept() -> Path:
    files = [*sorted((ROOT / "src").glob("huiyin/*/migrations/*.py")), *(ROOT / name for name in _BESIDE)]
    made_from = sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for file in files:
        made_from.update(file.read_bytes())
    return _FOLDER / f"{made_from.hexdigest()[:32]}.sqlite3"


def _keep(source: sqlite3.Connection, kept: Path) -> None:
    for older in _FOLDER.iterdir():
        older.unlink(missing_ok=True)
    # Another process may look for it meanwhile: it finds it whole or not at all.
    beginning = kept.with_suffix(f".{os.getpid()}")
    target = sqlite3.connect(beginning)
    source.backup(target)
    target.close()
    beginning.replace(kept)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    source.backup(target)
    source.close()
