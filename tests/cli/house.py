"""An installation in a folder of its own, run by the real command in processes of its own.

On SQLite, unless its `extra` environment names another database.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests import spare
from tests.migrated import copy_migrated

PASSWORD = "tingquan-2026"
# Whoever files in these tests sits at one address and files as fast as they can.
_UNLIMITED = {"HUIYIN_FILINGS_OF_NETWORK": "0", "HUIYIN_FILINGS": "0"}


@dataclass(frozen=True)
class Installation:
    """One installation."""

    var: Path
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
        return {
            **ours,
            "HUIYIN_VAR": str(self.var),
            "HUIYIN_NOTICES": "folder",
            "PYTHONUNBUFFERED": "1",
            **_UNLIMITED,
        } | dict(self.extra)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start the command and give its process."""
        return self.python("-m", "huiyin.cli.main", *arguments)

    def python(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start Python in this installation."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=self.var.parent,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run the command to its end: exit code and everything it said."""
        return spare.run(["-m", "huiyin.cli.main", *arguments], self.environment, self.var.parent)

    def script(self, text: str) -> tuple[int, str]:
        """The same for a script."""
        return spare.run(["-c", text], self.environment, self.var.parent)

    def count(self, question: str) -> int:
        """The number that a query on its database gives."""
        url = self.extra.get("HUIYIN_DATABASE_URL", "")
        if url:
            with psycopg.connect(url) as server:
                row = server.execute(question.encode()).fetchone()
                return int(row[0]) if row else 0
        connection = sqlite3.connect(self.var / "huiyin.sqlite3")
        try:
            return int(connection.execute(question).fetchone()[0])
        finally:
            connection.close()

    def copy(self, folder: Path) -> "Installation":
        """Another installation that is just the same."""
        shutil.copytree(self.var, folder / "var")
        return Installation(folder / "var")


_STAFF = """
import django; django.setup()
from datetime import UTC, datetime
from huiyin.kernel.actor import Role, system
from huiyin.orgs.selectors import reception_unit
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create
at, seed, unit_id = datetime(2026, 3, 2, tzinfo=UTC), system("seed"), reception_unit()
for role in (Role.REGISTRAR, Role.HANDLER, Role.APPROVER):
    officer = officer_create(plan=OfficerPlan(role.value, role.value), actor=seed, at=at)
    post_create(plan=PostPlan(unit_id, role, role.value, officer.pk), actor=seed, at=at)
"""


def staff(installation: Installation) -> Installation:
    """With a registrar, a handler and an approver, so that the portal is open."""
    settings = Installation(
        installation.var, {**installation.extra, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    )
    code, output = settings.script(_STAFF)
    assert code == 0, output
    return installation


def build(folder: Path, extra: Mapping[str, str] | None = None) -> Installation:
    """A fresh one with its keys, its tables and an administrator in a petition office."""
    installation = Installation(folder / "var", extra or {})
    if "HUIYIN_DATABASE_URL" not in installation.extra:
        copy_migrated(installation.var / "huiyin.sqlite3")
    for arguments in (
        ("keys", "create"),
        ("migrate",),
        ("admin-create", "an", "--name", "安若素", "--unit", "云渡县信访局", "--password", PASSWORD),
    ):
        code, output = installation.run(*arguments)
        assert code == 0, output
    return installation
