"""An administrator reads on the desk, and whoever runs the sweep there, what is wrong with the backups."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.backup.folder import BackupFolder, write_summary, write_verified
from huiyin.backup.state import backup_concerns
from huiyin.kernel.time import now


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> BackupFolder:
    """The folder of backups, empty still."""
    settings.HUIYIN_BACKUP = str(tmp_path / "backups")
    (tmp_path / "backups").mkdir()
    return BackupFolder(tmp_path / "backups")


def put(folder: BackupFolder, at: datetime) -> Path:
    """A backup made then, as far as anybody can tell who has no secret key."""
    path = folder.begin(at)
    write_summary(path, at=at.isoformat(), version="0.1.0", vendor="sqlite", entries=1, files=0, size=1)
    return path.replace(path.with_suffix(""))


def concerns(at: datetime) -> list[str]:
    return [str(concern) for concern in backup_concerns(at=at)]


def test_one_of_last_night_that_was_verified_is_no_concern(folder: BackupFolder) -> None:
    at = now()
    write_verified(put(folder, at - timedelta(hours=25)), at=at, is_sound=True)
    assert concerns(at) == []
    # A newer one needn't be verified every night: that wants the secret key.
    put(folder, at)
    assert concerns(at) == []


def test_an_old_backup_is_reported(folder: BackupFolder) -> None:
    at = now()
    write_verified(put(folder, at - timedelta(hours=26, minutes=1)), at=at, is_sound=True)
    [line] = concerns(at)
    assert "26 小时" in line


def test_a_backup_that_was_never_verified_is_reported(folder: BackupFolder) -> None:
    at = now()
    path = put(folder, at)
    [line] = concerns(at)
    assert "从来没有核对过" in line
    write_verified(path, at=at, is_sound=False)
    assert "核对时发现问题" in concerns(at)[0]
    write_verified(path, at=at - timedelta(days=101), is_sound=True)
    assert "101 天" in concerns(at)[0]


def test_no_backup_at_all_is_reported(folder: BackupFolder, settings: Settings) -> None:
    assert "还没有备份" in concerns(now())[0]
    folder.path.rmdir()
    assert "读不到" in concerns(now())[0]
    settings.HUIYIN_BACKUP = ""
    assert "HUIYIN_BACKUP" in concerns(now())[0]
    settings.HUIYIN_DEMO = True
    assert concerns(now()) == []
