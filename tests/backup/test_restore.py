"""A backup comes back whole on another machine, or the sentence says why and nothing is there."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pyrage
import pytest
from django.db.migrations.loader import MigrationLoader
from pytest_django import Settings

from huiyin.backup import database, opening
from huiyin.backup import restore as restoring
from huiyin.backup.encryption import identities_in, identity_create
from huiyin.backup.errors import (
    BackupFindings,
    BackupKeyConflict,
    BackupKeyMissing,
    BackupNewer,
    BackupPartDamaged,
    BackupPartMissing,
    BackupSignatureConflict,
    DiskFull,
    DiskTooSmall,
    IdentityConflict,
    RestoreUnfinished,
    TargetFilledConflict,
)
from huiyin.backup.folder import BackupFolder
from huiyin.backup.layout import Verification
from huiyin.backup.restore import backup_restore, check_no_restore_unfinished
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.keys import load_key
from huiyin.ledger import newest as newest_notes
from tests.backup.house import BackedUp, content_of, run_script

COUNT = """
import django; django.setup()
from huiyin.matters.models import Matter
print(Matter.objects.count(), "matters")
"""
Target = SimpleNamespace


def test_a_backup_comes_back_on_another_machine(backed: BackedUp, tmp_path: Path, empty_database: str) -> None:
    """Tried out first, as docs/deploy.md asks for; then restored, and its ledger goes on from the checkpoint."""
    code, output = backed.installation.run("backup", "verify", "--identity", str(backed.identity))
    assert (code, "全部相符" in output) == (0, True), output
    assert next(BackupFolder(backed.folder).backups()).is_sound is True
    other = backed.other(tmp_path / "other", url=empty_database)
    code, output = other.run("backup", "restore", "--identity", str(backed.identity))
    assert (code, "已恢复备份" in output) == (0, True), output
    for folder in ("files", "archive", "calendars", "locale"):
        assert content_of(other.var / folder) == content_of(backed.installation.var / folder) != {}
    assert "3 matters" in run_script(other, COUNT)
    assert sorted(path.name for path in other.var.glob("*.part")) == []
    code, output = other.run("worker", "--once")
    assert code == 0, output


def test_a_backup_of_an_older_version_is_migrated(backed: BackedUp, tmp_path: Path, empty_database: str) -> None:
    folder = tmp_path / "backups"
    with backed.copy(tmp_path / "older") as older:
        run_script(
            older, OLDER.format(folder=folder, recipient=backed.installation.extra["HUIYIN_BACKUP_RECIPIENTS"])
        )
    other = backed.other(tmp_path / "other", url=empty_database)
    code, output = other.run("backup", "restore", "--from", str(folder), "--identity", str(backed.identity))
    # Verified there, which refuses a database that is behind. Its entries keep the leaves of that version.
    assert (code, "全部相符" in output) == (0, True), output
    assert {*run_script(other, FORMATS).split()} == {"1", "2"}


FORMATS = """
import django; django.setup()
from huiyin.ledger.models import Entry
print(*Entry.objects.values_list("leaf_format", flat=True))
"""
OLDER = """
import django; django.setup()
from pathlib import Path
from django.core.management import call_command
from huiyin.backup.create import backup_create
from huiyin.kernel.time import now
from tests.ledger.plain_ledger import make_plain
make_plain(now())
call_command("migrate", "intake", "0001", verbosity=0)
call_command("migrate", "ledger", "0003", verbosity=0)
backup_create(folder=Path("{folder}"), recipients=["{recipient}"], settings_shown={{}}, say=print, keep_after=None)
"""


@pytest.fixture
def target(backed: BackedUp, tmp_path: Path, settings: Settings, empty_database: str) -> Iterator[Target]:
    """An empty machine with the keys and a backup of its own to spoil, as this very process sees it."""
    other = backed.other(tmp_path / "other", url=empty_database)
    folder = tmp_path / "backups"
    shutil.copytree(backed.folder, folder)
    settings.HUIYIN_VAR = other.var
    settings.HUIYIN_KEYS = other.var / "keys"
    settings.HUIYIN_FILES = other.var / "files"
    settings.HUIYIN_ARCHIVE = other.var / "archive"
    settings.HUIYIN_DATABASE_URL = empty_database or f"sqlite:///{other.var / 'huiyin.sqlite3'}"
    load_key.cache_clear()
    backup = next(path for path in folder.iterdir() if path.name[0] == "2")
    yield SimpleNamespace(var=other.var, folder=folder, backup=backup, identity=backed.identity, installation=other)
    load_key.cache_clear()


def fill(url: str) -> None:
    """A table of somebody else."""
    connect = sqlite3.connect(database.sqlite_path(url)) if url.startswith("sqlite") else psycopg.connect(url)
    with connect as connection:
        connection.execute("CREATE TABLE theirs (id integer)")
    connect.close()


def restore(target: Target, **given: Any) -> None:
    """In this process: what is refused is refused before any other one is started."""
    identities = identities_in(given.pop("identity", target.identity))
    backup_restore(
        target=BackupFolder(target.folder), name="", identities=identities, say=lambda *_: None,
        **{"accept_findings": False, **given},
    )  # fmt: skip


def there(target: Target) -> set[str]:
    """Everything that lies in the var folder, but for the keys and the lock."""
    files = (str(path.relative_to(target.var)) for path in target.var.rglob("*") if path.is_file())
    return {name for name in files if not name.startswith("keys/") and name != "backup.lock"}


def an_object(target: Target) -> Path:
    folder: Path = target.folder
    return sorted((folder / "objects").glob("*/*.age"))[0]


def flip(path: Path, place: int = -20) -> None:
    """One bit, of the content and not of its head."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def forge(target: Target) -> None:
    """Whoever knows the public key could make a list of their own."""
    [identity] = identities_in(target.identity)
    path = target.backup / "manifest.age"
    plain = pyrage.decrypt(path.read_bytes(), [identity]).replace("云渡县".encode(), "别的县".encode())
    lines = plain.splitlines(keepends=True)
    changed = b"".join([lines[0].replace(b'"version":"', b'"version":"9.'), *lines[1:]])
    path.write_bytes(pyrage.encrypt(changed, [identity.to_public()]))


def remove_key(target: Target) -> None:
    (target.var / "keys" / "vault.key").unlink()


def change_key(target: Target) -> None:
    shutil.copy(target.var / "keys" / "web.key", target.var / "keys" / "receipts.key")


SPOILED: dict[str, tuple[Callable[[Target], object], type[HuiyinError], str]] = {
    "a missing key": (remove_key, BackupKeyMissing, "vault.key"),
    "another key": (change_key, BackupKeyConflict, "receipts.key"),
    "a bit of the list": (lambda target: flip(target.backup / "manifest.age"), BackupPartDamaged, "manifest.age"),
    "a bit of the database": (lambda target: flip(target.backup / "database.age"), BackupPartDamaged, "database.age"),
    "a bit of a file": (lambda target: flip(an_object(target)), BackupPartDamaged, "objects/"),
    "a missing file": (lambda target: an_object(target).unlink(), BackupPartMissing, "objects/"),
    "a missing database": (
        lambda target: (target.backup / "database.age").unlink(),
        BackupPartMissing,
        "database.age",
    ),
    "a list of somebody else": (forge, BackupSignatureConflict, "ledger.key"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_what_is_spoiled_is_named_and_nothing_is_restored(backed: BackedUp, target: Target, what: str) -> None:
    spoil, refusal, named = SPOILED[what]
    spoil(target)
    load_key.cache_clear()
    with pytest.raises(refusal) as refused:
        restore(target)
    assert named in str(refused.value)
    assert there(target) == set()
    assert database.is_empty(restoring.installation().database_url)
    check_no_restore_unfinished()


def test_another_secret_key_opens_nothing(backed: BackedUp, target: Target, tmp_path: Path) -> None:
    identity_create(tmp_path / "another.txt")
    with pytest.raises(IdentityConflict):
        restore(target, identity=tmp_path / "another.txt")
    assert there(target) == set()


def test_a_backup_of_a_newer_version_is_refused(
    backed: BackedUp, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = MigrationLoader(None).graph
    nodes = {key: node for key, node in graph.nodes.items() if key != ("intake", "0002_draft_replaces")}
    monkeypatch.setattr(opening, "MigrationLoader", lambda _: SimpleNamespace(graph=SimpleNamespace(nodes=nodes)))
    with pytest.raises(BackupNewer, match=r"intake\.0002_draft_replaces"):
        restore(target)
    assert there(target) == set()


@pytest.mark.parametrize("where", ["files/ab/cd", "archive/A/x", "calendars/cn-2027.toml", "database"])
def test_a_place_that_holds_something_is_left_alone(backed: BackedUp, target: Target, where: str) -> None:
    if where == "database":
        fill(restoring.installation().database_url)
    else:
        (target.var / where).parent.mkdir(parents=True)
        (target.var / where).write_text("of somebody", encoding="utf-8")
    before = there(target)
    with pytest.raises(TargetFilledConflict):
        restore(target)
    assert there(target) == before


def test_a_full_disk_leaves_nothing_half_restored(
    backed: BackedUp, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(database, "load_dump", full)
        patch.setattr(database.Inflated, "finish", full)
        with pytest.raises(DiskFull):
            restore(target)
    assert there(target) == set()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000))
        with pytest.raises(DiskTooSmall, match="MB"):
            restore(target)
    assert there(target) == set()


def sound(*_: object) -> Verification:
    """The tests above have verified this backup already."""
    return Verification(True, ())


def test_a_ledger_that_disagrees_is_only_restored_on_demand(
    backed: BackedUp, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        restoring, "verify_laid_out", lambda *_: Verification(False, ("有 1 处不符，第一处：第 3 条",))
    )
    with pytest.raises(BackupFindings, match="第 3 条"):
        restore(target)
    assert there(target) == set()
    restore(target, accept_findings=True)
    assert not database.is_empty(restoring.installation().database_url)


@pytest.mark.parametrize("when", ["_place", "_finish"])
def test_a_restore_that_was_killed_is_cleared_away_or_done(
    backed: BackedUp, target: Target, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """No process starts on what a killed restore has left."""

    class KilledRestore(BaseException):
        """Nothing is cleared up after it."""

    def killed(*_: object) -> None:
        raise KilledRestore

    monkeypatch.setattr(restoring, "verify_laid_out", sound)
    with monkeypatch.context() as patch, suppress(KilledRestore):
        patch.setattr(restoring, when, killed)
        if when == "_place":
            patch.setattr(restoring, "_undo", lambda _: None)
        restore(target)
    with pytest.raises(RestoreUnfinished):
        check_no_restore_unfinished()
    code, output = target.installation.run("migrate")
    assert (code, "huiyin backup restore" in output) == (2, True), output
    if when == "_place":
        restore(target)
    else:
        with pytest.raises(TargetFilledConflict):
            restore(target)
    check_no_restore_unfinished()
    assert len([name for name in there(target) if name.startswith("files/")]) == 3


def test_what_was_signed_after_the_backup_is_asked_about(
    backed: BackedUp, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the keys lies the newest checkpoint that was signed; a backup mustn't replace a newer one silently."""
    monkeypatch.setattr(restoring, "verify_laid_out", sound)
    newest = target.var / "keys" / newest_notes.NAME
    newest.write_text(
        f"huiyin.invalid/ledger\n999999\n{'A' * 43}=\n\n— huiyin.invalid/ledger AAAAAAA=\n", encoding="utf-8"
    )
    before = newest.read_bytes()
    report = backup_restore(
        target=BackupFolder(target.folder), name="", identities=identities_in(target.identity),
        accept_findings=False, say=lambda *_: None,
    )  # fmt: skip
    assert report.rolled_back
    assert newest.read_bytes() == before
