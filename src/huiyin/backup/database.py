"""The two databases: dumped as of one moment, laid out again, looked at and emptied. No password in an argument."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import dj_database_url
import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from huiyin.backup.encryption import Chunks, Content, chunks_of, encrypt_to_file
from huiyin.backup.errors import ToolFailed, ToolMissing

# What a restore or a verification has put into a database stands beside this; without it nothing is ever emptied.
_UNFINISHED = "huiyin_restoring"
_WORDS_READ, _WORDS_SHOWN = 20_000, 400
_EMPTY_QUESTION = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
"""


def vendor_of(url: str) -> str:
    """`sqlite` or `postgresql`."""
    return "sqlite" if url.startswith("sqlite") else "postgresql"


def sqlite_path(url: str) -> Path:
    """The file of an SQLite database."""
    return Path(str(dj_database_url.parse(url)["NAME"]))


def dump(path: Path, recipients: Sequence[Any], *, scratch: Path) -> tuple[Content, int]:
    """Encrypt the database into a file, as of the moment that the open connection reads; also its size laid out.

    Inside a transaction that reads one moment. Raises ToolMissing, ToolFailed.
    """
    if connection.vendor == "sqlite":
        copy = scratch / "database.sqlite3"
        with closing(sqlite3.connect(copy)) as target:
            # All pages in one step: in several it would begin anew whenever somebody writes in between.
            connection.connection.backup(target)
        size = copy.stat().st_size
        content = encrypt_to_file(Chunks(_compressed(copy)), path, recipients)
        copy.unlink()
        return content, size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot(), pg_database_size(current_database())")
        snapshot, size = cursor.fetchone()
    # Where it is restored there may be other roles than here.
    words = ["--format=custom", "--compress=3", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    with _tool("pg_dump", words, settings.HUIYIN_DATABASE_URL, stdout=subprocess.PIPE) as process:
        return encrypt_to_file(process.stdout, path, recipients), int(size)  # type: ignore[arg-type] # a pipe


class Inflated:
    """Writes what was compressed into a file as it was."""

    def __init__(self, file: IO[bytes]) -> None:
        """`file` is open for writing."""
        self._file, self._inflate = file, zlib.decompressobj()

    def write(self, data: bytes) -> None:
        """The next piece. Never more than so much at once in memory."""
        while data:
            self._file.write(self._inflate.decompress(data, 1 << 20))
            data = self._inflate.unconsumed_tail

    def finish(self) -> None:
        """What is left."""
        self._file.write(self._inflate.flush())


def load_dump(dump_file: Path, url: str) -> None:
    """Bring a dump into an empty PostgreSQL database in one transaction. Raises ToolMissing, ToolFailed."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(dump_file)]
    with _tool("pg_restore", words, url):
        pass


def is_empty(url: str) -> bool:
    """Whether the database has no table yet, or isn't there at all."""
    if vendor_of(url) == "sqlite":
        path = sqlite_path(url)
        if not path.exists() or not path.stat().st_size:
            return True
        with closing(sqlite3.connect(path)) as file:
            return not file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    with psycopg.connect(url) as server:
        row = server.execute(_EMPTY_QUESTION).fetchone()
        return row is not None and not row[0]


def settle_sqlite(path: Path) -> None:
    """Bring everything into the one file, and the file to the disk, so that it can be renamed."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def mark_unfinished(url: str) -> None:
    """Say in an empty PostgreSQL database that what comes now may be emptied again."""
    with psycopg.connect(url) as server:
        server.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(_UNFINISHED)))


def is_unfinished(url: str) -> bool:
    """Whether that is said in a PostgreSQL database."""
    with psycopg.connect(url) as server:
        return server.execute("SELECT to_regnamespace(%s) IS NULL", [_UNFINISHED]).fetchone() == (False,)


def mark_finished(url: str) -> None:
    """From now on nothing empties it."""
    with psycopg.connect(url) as server:
        server.execute(sql.SQL("DROP SCHEMA IF EXISTS {}").format(sql.Identifier(_UNFINISHED)))


def empty_unfinished(url: str) -> None:
    """Empty a PostgreSQL database that a restore or a verification has filled; any other is left alone."""
    if not is_unfinished(url):
        return
    with psycopg.connect(url) as server:
        for question, command in (
            (
                "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND {}",
                "DROP TABLE IF EXISTS {} CASCADE",
            ),
            (
                "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND {}",
                "DROP SEQUENCE IF EXISTS {} CASCADE",
            ),
        ):
            of_public = question.format("relnamespace = 'public'::regnamespace")
            for (name,) in server.execute(of_public.encode()).fetchall():
                server.execute(command.format(name).encode())
        routines = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        for (name,) in server.execute(routines).fetchall():
            server.execute(f"DROP ROUTINE IF EXISTS {name} CASCADE".encode())
        server.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(_UNFINISHED)))


def _compressed(path: Path) -> Iterator[bytes]:
    deflate = zlib.compressobj(3)
    for chunk in chunks_of(path):
        if packed := deflate.compress(chunk):
            yield packed
    yield deflate.flush()


@contextmanager
def _tool(name: str, words: list[str], url: str, **streams: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """One of PostgreSQL's own programs at work; ended with the block. Raises ToolMissing, ToolFailed."""
    found = conninfo_to_dict(url)
    password = found.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    command = [_where(name), f"--dbname={make_conninfo(**found)}", "--no-password", *words]  # type: ignore[arg-type]
    # In a file: a pipe that nobody reads would fill up and stop the program.
    with tempfile.TemporaryFile() as trouble:
        with subprocess.Popen(command, env=environment, stderr=trouble, **streams) as process:  # noqa: S603
            try:
                yield process
            except BaseException:
                # Leaving the block waits for the program, which may itself be waiting for us to read.
                process.kill()
                raise
        if process.returncode:
            trouble.seek(0)
            raise ToolFailed(tool=name, reason=_reason(trouble.read(_WORDS_READ)) or process.returncode)


def _reason(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return next((line for line in lines if "error" in line.lower()), lines[0] if lines else "")[:_WORDS_SHOWN]


def _where(name: str) -> str:
    folder = settings.HUIYIN_POSTGRESQL_BIN
    path = shutil.which(name, path=folder or None)
    if path is None:
        raise ToolMissing(tool=name)
    return path
