"""An installation to do harm to: on SQLite or PostgreSQL, run by the real command, copied whole for each attack."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_ROOT = Path(__file__).resolve().parent.parent
_DATABASE = "huiyin.sqlite3"
# Runs one statement; gives how many rows it changed.
Execute = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class AlteredInstallation:
    """A folder with everything of one installation; `url` is its PostgreSQL database, empty for SQLite's file."""

    var: Path
    url: str = ""

    def run(self, *arguments: str, module: str = "huiyin.cli.main", **extra: str) -> tuple[int, str]:
        """Exit code and all that the command printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
        own = {"HUIYIN_VAR": str(self.var), "HUIYIN_NOTICES": "folder"}
        if self.url:
            own["HUIYIN_DATABASE_URL"] = self.url
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=kept | own | extra, cwd=_ROOT, text=True, capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def seed(self, matters: int) -> tuple[int, str]:
        """Fill it with the demo county, closed matters archived. The demo's own command has SQLite only."""
        if not self.url:
            done = self.run("demo", "--no-serve", "--matters", str(matters))
        else:
            self.run("keys", "create")
            done = self.run("demo", "--no-serve", "--matters", str(matters), "--stage", "seed", HUIYIN_DEMO="1")
        if done[0]:
            return done
        self.run("archive", "--closed-for", "0", "--to", str(self.var / "archive"))
        self.run("worker", "--once")
        return self.run("verify")

    def copy(self, folder: Path) -> "AlteredInstallation":
        """Another one that is just the same."""
        shutil.copytree(self.var, folder)
        if not self.url:
            return AlteredInstallation(folder)
        server, _, name = self.url.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as driver:
            copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            driver.execute(copied.format(sql.Identifier("altered"), sql.Identifier(name)))
        return AlteredInstallation(folder, f"{server}/altered")

    def remove(self) -> None:
        """A copy, when it has been looked at."""
        shutil.rmtree(self.var)
        if self.url:
            server, _, name = self.url.rpartition("/")
            with psycopg.connect(f"{server}/postgres", autocommit=True) as driver:
                driver.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def owner(self, table: str = "", loose: Sequence[str] = ()) -> Iterator[Execute]:
        """Its database past triggers and checks, as its owner would; they are as they were afterwards.

        So they aren't what is named. `loose`: constraints of the table that PostgreSQL has to be without meanwhile.
        """
        with self._owner_of_postgresql(table, loose) if self.url else self._owner_of_sqlite() as execute:
            yield execute

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        if self.url:
            with psycopg.connect(self.url) as server:
                return list(server.execute(query.encode()).fetchall())
        with closing(sqlite3.connect(self.var / _DATABASE)) as file:
            return list(file.execute(query).fetchall())

    def structure(self, statement: str) -> None:
        """Change the structure and leave it so."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as server:
                server.execute(statement.encode())
            return
        with closing(sqlite3.connect(self.var / _DATABASE)) as file:
            file.execute(statement)
            file.commit()

    @contextmanager
    def _owner_of_sqlite(self) -> Iterator[Execute]:
        with closing(sqlite3.connect(self.var / _DATABASE)) as driver:
            triggers = driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _statement in triggers:
                driver.execute(f'DROP TRIGGER "{name}"')
            driver.execute("PRAGMA ignore_check_constraints = ON")
            yield lambda statement: driver.execute(statement).rowcount
            for _name, statement in triggers:
                driver.execute(statement)
            driver.commit()

    @contextmanager
    def _owner_of_postgresql(self, table: str, loose: Sequence[str]) -> Iterator[Execute]:
        with psycopg.connect(self.url) as driver:
            driver.execute("SET session_replication_role = replica")
            for name in loose:
                dropped = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
                driver.execute(dropped.format(sql.Identifier(table), sql.Identifier(name)))
            yield lambda statement: driver.execute(statement.encode()).rowcount
