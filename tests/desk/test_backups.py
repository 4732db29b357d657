"""What is wrong with the backups stands where an administrator arranges the organisation."""

from datetime import timedelta
from pathlib import Path

from pytest_django import Settings

from huiyin.backup.folder import BackupFolder, write_summary, write_verified
from huiyin.kernel.time import now
from tests.cast import Cast
from tests.desk.conftest import Desk

PAGE = "/desk/organisation/"


def test_an_administrator_reads_of_an_old_backup_and_of_one_never_verified(
    cast: Cast, desk: Desk, tmp_path: Path, settings: Settings
) -> None:
    settings.HUIYIN_BACKUP = str(tmp_path)
    old = now() - timedelta(hours=27)
    path = BackupFolder(tmp_path).begin(old)
    write_summary(path, at=old.isoformat(), version="0.1.0", vendor="sqlite", entries=1, files=0, size=1)
    path = path.replace(path.with_suffix(""))
    browser = desk("administrator")
    page = browser.get(PAGE).text
    assert "备份从来没有核对过" in page and "27 小时以前" in page
    browser.post("/language/", {"language": "en"})
    assert "ever been verified" in browser.get(PAGE).text
    write_summary(path, at=now().isoformat(), version="0.1.0", vendor="sqlite", entries=1, files=0, size=1)
    write_verified(path, at=now(), is_sound=True)
    assert "notice-soon" not in browser.get(PAGE).text


def test_the_point_of_setting_up_leads_to_how_backups_are_made_and_to_those_there_are(
    cast: Cast, desk: Desk, tmp_path: Path, settings: Settings
) -> None:
    address, browser = "/desk/organisation/setup/backup/", desk("administrator")
    settings.HUIYIN_BACKUP = ""
    page = browser.get(address).text
    assert "没有设置备份文件夹" in page and "huiyin backup create" in page and "<table" not in page
    settings.HUIYIN_BACKUP = str(tmp_path)
    path = BackupFolder(tmp_path).begin(now())
    write_summary(path, at=now().isoformat(), version="0.1.0", vendor="sqlite", entries=1, files=0, size=1)
    path = path.replace(path.with_suffix(""))
    write_verified(path, at=now(), is_sound=True)
    page = browser.get(address).text
    assert "notice-soon" not in page and path.name in page and "好的" in page
