"""An installation with matters and files, on SQLite or in a PostgreSQL database of its own, and its backups."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from huiyin.backup.encryption import identity_create
from huiyin.kernel.keys import create_keys
from tests.cli.house import Installation

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("HUIYIN_DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")
SECRET = "a-password-nobody-may-read"

_FILL = """
import django; django.setup()
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
PBKDF2PasswordHasher.iterations = 1
call_command("migrate", interactive=False, verbosity=0)
from io import BytesIO
from pathlib import Path
from django.conf import settings
from huiyin.documents.services import file_store
from tests.cast import make_cast
cast = make_cast()
for number in range(3):
    file = file_store(content=BytesIO(f"photo {number}".encode()), name="note.txt", at=cast.at)
    cast.file(file_ids=(file.id,))
beside = {"archive/A/manifest-sha256.txt": "a bag", "locale/ug/LC_MESSAGES/django.po": "# a catalogue of the house"}
for name, text in {"calendars/cn-2026.toml": None, **beside}.items():
    path = Path(settings.HUIYIN_VAR) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or (settings.PACKAGE / "clocks" / name).read_text(encoding="utf-8"), encoding="utf-8")
"""


@dataclass(frozen=True)
class BackedUp:
    """An installation, where its backups are, and the secret key that opens them."""

    installation: Installation
    folder: Path
    identity: Path

    def other(self, var: Path, *, with_keys: bool = True, url: str = "") -> Installation:
        """A second machine: nothing there but, mostly, the keys."""
        extra = dict(self.installation.extra)
        extra.pop("HUIYIN_DATABASE_URL", None)
        var.mkdir(parents=True)
        if with_keys:
            shutil.copytree(self.installation.var / "keys", var / "keys", ignore=shutil.ignore_patterns("*.newest"))
        return Installation(var, {**extra, **({"HUIYIN_DATABASE_URL": url} if url else {})})

    @contextmanager
    def copy(self, folder: Path) -> Iterator[Installation]:
        """The same installation once more, to be changed; on PostgreSQL its database is dropped afterwards."""
        shutil.copytree(self.installation.var, folder)
        url = self.installation.extra.get("HUIYIN_DATABASE_URL", "")
        if not url:
            yield Installation(folder, self.installation.extra)
            return
        with databases(1, template=urlsplit(url).path[1:]) as [copied]:
            yield Installation(folder, {**self.installation.extra, "HUIYIN_DATABASE_URL": copied})


def run_script(installation: Installation, script: str) -> str:
    """Run Python in an installation, with the project's tests at hand; gives what it wrote."""
    extra = {"DJANGO_SETTINGS_MODULE": "huiyin.config.settings", "PYTHONPATH": str(ROOT)}
    code, output = Installation(installation.var, {**installation.extra, **extra}).script(script)
    assert code == 0, output
    return output


def backed_up(folder: Path, urls: list[str]) -> BackedUp:
    """Made and filled, with its first backup. `urls`: its database and a scratch one, on PostgreSQL."""
    var = folder / "var"
    create_keys(var / "keys")
    recipient = identity_create(folder / "identity.txt")
    extra = {
        "HUIYIN_BACKUP": str(folder / "backups"),
        "HUIYIN_BACKUP_RECIPIENTS": recipient,
        "HUIYIN_SMTP_PASSWORD": SECRET,
    }
    if urls:
        extra |= {"HUIYIN_DATABASE_URL": urls[0], "HUIYIN_SCRATCH_DATABASE_URL": urls[1]}
    installation = Installation(var, extra)
    run_script(installation, _FILL)
    code, output = installation.run("backup", "create")
    assert code == 0, output
    return BackedUp(installation, folder / "backups", folder / "identity.txt")


@contextmanager
def databases(count: int, *, template: str = "template0") -> Iterator[list[str]]:
    """Addresses of so many PostgreSQL databases, empty unless made like another one; none on SQLite."""
    if not ON_POSTGRESQL:
        yield []
        return
    names = [f"backup_{secrets.token_hex(6)}" for _ in range(count)]
    with psycopg.connect(SERVER, autocommit=True) as server:
        for name in names:
            command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield [urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}")) for name in names]
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            for name in names:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file below by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
