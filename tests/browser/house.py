"""A whole installation for the browser: a folder, keys and a database of its own, the real server on a free port."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.migrated import copy_migrated, create_migrated

ROOT = Path(__file__).resolve().parents[2]
_READY_WITHIN = 60.0
_STOP_WITHIN = 30.0
FILE_MEGABYTES = 1


@dataclass(frozen=True, slots=True)
class KnownMatter:
    """A matter that stands in the house from the start: its number and its receipt code."""

    number: str
    code: str


@dataclass(frozen=True, slots=True)
class RunningInstallation:
    """The running installation. `matters` by what they show, see `fill.py`; `officers` and `units`: ids by name.

    `link`: the address at which one officer sets a new password.
    """

    address: str
    pid: int
    environment: Mapping[str, str]
    matters: Mapping[str, KnownMatter]
    officers: Mapping[str, int]
    units: Mapping[str, int]
    link: str

    def huiyin(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the command against this installation."""
        return _run(self.environment, "-m", "huiyin.cli.main", *arguments)

    def log_end(self) -> str:
        """The end of what the server has written to its log."""
        log = Path(self.environment["HUIYIN_VAR"]) / "server.log"
        return log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def count(self, statement: str, *values: str) -> int:
        """The one number that a statement gives; values stand as %s."""
        with _connected(self.environment) as (vendor, connection):
            found = connection.execute(_marked(vendor, statement), values).fetchone()
        return int(found[0]) if found else 0

    def alter(self, table: str, statement: str, *values: str) -> int:
        """Write past every door, as somebody with the database's password could; gives the number of rows."""
        with _connected(self.environment) as (vendor, connection), _triggers_away(vendor, connection, table):
            return int(connection.execute(_marked(vendor, statement), values).rowcount)


@contextmanager
def running_installation(
    folder: Path, database_url: str, *, changed: Mapping[str, str] | None = None, workers: int = 1
) -> Iterator[RunningInstallation]:
    """Make it, fill it, serve it; ends exactly what it has started. `changed`: variables of its environment."""
    with _database(folder, database_url) as url:
        environment = {**_environment(folder, url), **(changed or {})}
        if not database_url:
            copy_migrated(folder / "huiyin.sqlite3")
        filled = json.loads(_demand(_run(environment, "-m", "tests.browser.fill")).splitlines()[-1])
        matters = {name: KnownMatter(*keys) for name, keys in filled["matters"].items()}
        with _served(environment, folder, workers) as (address, pid):
            yield RunningInstallation(
                address, pid, environment, matters, filled["officers"], filled["units"], filled["link"]
            )


def _environment(folder: Path, url: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DJANGO_"))}
    return clean | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "HUIYIN_DATABASE_URL": url,
        "HUIYIN_FILE_MEGABYTES": str(FILE_MEGABYTES),
        # Any picture of ours will do for a tile.
        "HUIYIN_MAP_TILES": "/static/huiyin/favicon.svg?{z}-{x}-{y}",
        "HUIYIN_MAP_ATTRIBUTION": "云渡县自然资源局",
        "HUIYIN_MAP_VIEW": "30.59,114.30,13",
        "HUIYIN_NOTICES": "folder",
        "HUIYIN_VAR": str(folder),
        # A sign-on system that nobody answers for: its button and its failure are pages like others.
        "HUIYIN_CAS_URL": "http://127.0.0.1:9/cas",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def _database(folder: Path, url: str) -> Iterator[str]:
    """A fresh SQLite file in the folder, or a fresh database in the cluster that `url` names."""
    if not url:
        yield f"sqlite:///{folder / 'huiyin.sqlite3'}"
        return
    name = sql.Identifier(f"browser_{os.getpid()}")
    with psycopg.connect(url, autocommit=True) as connection:
        create_migrated(connection, name)
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/browser_{os.getpid()}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _run(environment: Mapping[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=dict(environment), cwd=ROOT, capture_output=True, text=True)


def _demand(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, f"{done.args}\n{done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def _served(environment: Mapping[str, str], folder: Path, workers: int) -> Iterator[tuple[str, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "huiyin.cli.main", "serve", "--port", str(port), "--workers", str(workers)]
    with (folder / "server.log").open("wb") as log:
        # In the tests' own process group: whoever ends the tests from outside ends the server with them.
        server = subprocess.Popen(
            command, env=dict(environment) | {"HUIYIN_SITE_URL": address}, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        _wait(server, address, folder)
        yield address, server.pid
    finally:
        server.terminate()
        try:
            server.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(server: "subprocess.Popen[bytes]", address: str, folder: Path) -> None:
    """Until the first page comes."""
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=_READY_WITHIN):  # noqa: S310 - our own server
                return
        except URLError:
            time.sleep(0.05)
    raise AssertionError((folder / "server.log").read_text(encoding="utf-8", errors="replace"))


@contextmanager
def _connected(environment: Mapping[str, str]) -> "Iterator[tuple[str, sqlite3.Connection | psycopg.Connection]]":
    """The database without Django; one transaction."""
    url = environment["HUIYIN_DATABASE_URL"]
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
        try:
            with connection:
                yield "sqlite", connection
        finally:
            connection.close()
        return
    with psycopg.connect(url) as cluster:
        yield "postgresql", cluster


def _marked(vendor: str, statement: str) -> str:
    return statement.replace("%s", "?") if vendor == "sqlite" else statement


@contextmanager
def _triggers_away(vendor: str, connection: "sqlite3.Connection | psycopg.Connection", table: str) -> Iterator[None]:
    if vendor == "postgresql":
        connection.execute("SET LOCAL session_replication_role = replica")
        yield
        return
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, create in found:
        connection.execute(create)
