"""What a backup holds, and what it never holds."""

import json
import os
import sqlite3
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from pytest_django import Settings

from huiyin.backup import database, encryption
from huiyin.backup.create import BackupReport, alone, backup_create
from huiyin.backup.errors import (
    BackupRunningConflict,
    DiskFull,
    FolderInUseConflict,
    FolderOwnerConflict,
    RecipientInvalid,
    RecipientRequired,
)
from huiyin.backup.folder import BackupFolder, write_verified
from huiyin.documents.models import StoredFile
from huiyin.documents.services import file_store
from huiyin.documents.storage import path_of
from huiyin.kernel.keys import key_fingerprints, load_key
from huiyin.ledger.selectors import latest_checkpoint
from tests.cast import Cast

IDENTITY = pyrage.x25519.Identity.generate()


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, settings: Settings) -> None:
    settings.HUIYIN_VAR = tmp_path / "var"
    settings.HUIYIN_FILES = tmp_path / "var" / "files"
    settings.HUIYIN_ARCHIVE = tmp_path / "var" / "archive"


@pytest.fixture
def committed(transactional_db: None, cast: Cast) -> Cast:
    """With a matter and its file, all of it committed: SQLite copies nothing while the same connection writes."""
    return with_a_file(cast)


@pytest.fixture
def filed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The same in the test's own transaction, with something else in place of the dump."""

    def dump(path: Path, recipients: Any, **_: object) -> tuple[encryption.Content, int]:
        return encryption.encrypt_to_file(BytesIO(b"a dump"), path, recipients), 6

    monkeypatch.setattr(database, "dump", dump)
    return with_a_file(cast)


def with_a_file(cast: Cast) -> Cast:
    cast.file(file_ids=(file_store(content=BytesIO(b"a photo"), name="note.txt", at=cast.at).pk,))
    return cast


def create(tmp_path: Path, **given: Any) -> BackupReport:
    order = {
        "folder": tmp_path / "backups",
        "recipients": [str(IDENTITY.to_public())],
        "settings_shown": {"HUIYIN_SMTP_PASSWORD": "……"},
        "say": lambda *_: None,
        "keep_after": None,
        **given,
    }
    return backup_create(**order)


def opened(tmp_path: Path, report: BackupReport, name: str) -> bytes:
    plain: bytes = pyrage.decrypt((tmp_path / "backups" / report.name / name).read_bytes(), [IDENTITY])
    return plain


def header(tmp_path: Path, report: BackupReport) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(tmp_path, report, "manifest.age").splitlines()[0])
    return found


def test_the_checkpoint_comes_first_and_the_database_goes_on_from_it(committed: Cast, tmp_path: Path) -> None:
    assert latest_checkpoint() is None
    report = create(tmp_path)
    found = latest_checkpoint()
    assert found is not None
    assert header(tmp_path, report)["checkpoint"] == found.note
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(zlib.decompress(opened(tmp_path, report, "database.age")))
    with sqlite3.connect(copy) as connection:
        [(entries, matters)] = connection.execute(
            "SELECT (SELECT max(tree_size) FROM ledger_checkpoint), (SELECT count(*) FROM matters_matter)"
        )
    connection.close()
    assert (entries, matters) == (found.tree_size, 1)


def test_no_key_and_no_password_is_in_it_but_every_fingerprint(
    committed: Cast, tmp_path: Path, settings: Settings
) -> None:
    report = create(tmp_path)
    plain = opened(tmp_path, report, "manifest.age") + zlib.decompress(opened(tmp_path, report, "database.age"))
    for path in settings.HUIYIN_KEYS.glob("*.key"):
        assert path.read_bytes().strip() not in plain
        assert load_key(settings.HUIYIN_KEYS, path.stem) not in plain
        assert load_key(settings.HUIYIN_KEYS, path.stem).hex().encode() not in plain
    assert header(tmp_path, report)["keys"] == key_fingerprints(settings.HUIYIN_KEYS)
    assert header(tmp_path, report)["heads"]["ledger"]
    assert not list(Path(settings.HUIYIN_VAR).glob("*.part"))


def test_nothing_of_it_can_be_read_without_the_secret_key(filed: Cast, tmp_path: Path) -> None:
    report = create(tmp_path)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "backups").rglob("*") if path.is_file())
    [row] = StoredFile.objects.all()
    for known in (b"a photo", row.sha256.encode(), row.pk.hex.encode(), "云渡".encode(), b"SQLite format"):
        assert known not in kept
    assert report.files == 1


def test_a_file_is_copied_once_and_for_new_recipients_again(filed: Cast, tmp_path: Path) -> None:
    assert create(tmp_path).added == 1
    filed.file(file_ids=(file_store(content=BytesIO(b"another"), name="note.txt", at=filed.at).pk,))
    second = create(tmp_path)
    assert (second.files, second.added) == (2, 1)
    other = pyrage.x25519.Identity.generate()
    third = create(tmp_path, recipients=[str(IDENTITY.to_public()), str(other.to_public())])
    assert (third.files, third.added) == (2, 2)
    assert pyrage.decrypt((tmp_path / "backups" / third.name / "manifest.age").read_bytes(), [other])


def test_a_file_that_is_gone_or_altered_is_named(filed: Cast, tmp_path: Path) -> None:
    [row] = StoredFile.objects.all()
    path_of(row.pk).write_bytes(b"a phota")
    altered = create(tmp_path)
    assert altered.altered == [f"files/{row.pk.hex[-2:]}/{row.pk.hex}"]
    path_of(row.pk).unlink()
    gone = create(tmp_path)
    assert (gone.missing, gone.files, gone.is_whole) == (altered.altered, 0, False)


def test_old_backups_go_and_what_only_they_had(filed: Cast, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "backups")
    left = file_store(content=BytesIO(b"of a draft"), name="note.txt", at=filed.at)
    names = [create(tmp_path).name]
    path_of(left.pk).unlink()
    left.delete()
    names += [create(tmp_path).name, create(tmp_path).name]
    write_verified(folder.path / names[1], at=filed.at, is_sound=True)
    newest = next(folder.backups()).at
    report = create(tmp_path, keep_after=newest + timedelta(days=1))
    assert report.pruned == 2
    assert folder.names() == [report.name, names[1]]
    assert len(list(folder.path.glob("objects/*/*.age"))) == 1


def test_a_full_disk_leaves_no_backup(filed: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        """A file on a disk without room."""

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def write(self, _data: bytes) -> int:
            raise OSError(28, os.strerror(28))

    create(tmp_path)
    before = sorted(path.name for path in (tmp_path / "backups").iterdir())
    monkeypatch.setattr(encryption, "create_private", lambda _: Full())
    with pytest.raises(DiskFull):
        create(tmp_path)
    assert sorted(path.name for path in (tmp_path / "backups").iterdir()) == before


def test_a_folder_of_something_else_is_left_alone(filed: Cast, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderInUseConflict):
        create(tmp_path, folder=tmp_path / "full")
    create(tmp_path)
    mark = tmp_path / "backups" / "huiyin-backups.json"
    mark.write_text('{"format": 1, "ledger": "of another one"}', encoding="utf-8")
    with pytest.raises(FolderOwnerConflict):
        create(tmp_path)


def test_who_it_is_for_must_be_known(filed: Cast, tmp_path: Path) -> None:
    with pytest.raises(RecipientRequired):
        create(tmp_path, recipients=[])
    with pytest.raises(RecipientInvalid, match="age1xyz"):
        create(tmp_path, recipients=["age1xyz"])


def test_two_at_once_would_be_in_each_others_way(filed: Cast, tmp_path: Path) -> None:
    with alone(), pytest.raises(BackupRunningConflict):
        create(tmp_path)


def test_a_killed_backup_is_no_backup_and_goes_with_the_next(filed: Cast, tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path / "backups")
    create(tmp_path)
    (folder.path / "20260101T000000Z.part").mkdir()
    (folder.path / "coming.part").write_bytes(b"half")
    assert len(folder.names()) == 1
    create(tmp_path)
    assert not list(folder.path.glob("*.part"))
