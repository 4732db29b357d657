"""A SQLite database with every migration applied, made once and copied: applying them takes eight seconds.

It is kept beside the environment, under a name that says from which migrations it was made. The first demo and the
tests on PostgreSQL apply them one by one as an installation does.
"""

import os
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.core.management.commands.migrate import Command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = ROOT / ".venv" / "migrated"
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
    """Let `migrate` of this process fill an empty SQLite database from what is kept, and keep what it made first."""
    apply_all = Command.handle

    def handle(command: Command, *arguments: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "sqlite" or options.get("app_label") or connection.introspection.table_names():
            apply_all(command, *arguments, **options)
            return
        kept = _kept()
        if kept.exists():
            _copy(sqlite3.connect(kept), connection.connection)
            return
        apply_all(command, *arguments, **options)
        _keep(connection.connection, kept)

    Command.handle = handle  # type: ignore[method-assign, assignment]


def _kept() -> Path:
    files = [*sorted((ROOT / "src").glob("huiyin/*/migrations/*.py")), *(ROOT / name for name in _BESIDE)]
    made_from = sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for file in files:
        made_from.update(file.read_bytes())
    return _FOLDER / f"{made_from.hexdigest()[:32]}.sqlite3"


def _keep(source: sqlite3.Connection, kept: Path) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for older in _FOLDER.iterdir():
        older.unlink(missing_ok=True)
    # Another process may be making the same one: whichever is ready last is there, and both are whole.
    beginning = kept.with_suffix(f".{os.getpid()}")
    target = sqlite3.connect(beginning)
    source.backup(target)
    target.close()
    beginning.replace(kept)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    source.backup(target)
    source.close()
