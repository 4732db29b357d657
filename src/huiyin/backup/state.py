"""What an administrator has to know of the backups, as sentences; none when all is well."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path

from django.conf import settings

from huiyin.backup.folder import BackupFolder, BackupSummary
from huiyin.kernel.text import N_

# A backup every night, and two hours for it to be late.
OLDEST = timedelta(hours=26)
# Once a quarter, as docs/deploy.md asks for, and some days.
VERIFIED_WITHIN = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class BackupConcern:
    """Something that isn't as it has to be; `sentence` is a source text with places for `params`."""

    sentence: str
    params: dict[str, object]

    def __str__(self) -> str:
        """The sentence in its source language."""
        return self.sentence % self.params


def backup_concerns(*, at: datetime) -> list[BackupConcern]:
    """What is wrong with the backups of this installation. Reads the folder of backups, no database."""
    if settings.HUIYIN_DEMO:
        return []
    if not settings.HUIYIN_BACKUP:
        return [BackupConcern(N_("没有设置备份文件夹（HUIYIN_BACKUP），系统没有自己的备份。"), {})]
    folder = Path(settings.HUIYIN_BACKUP)
    try:
        backups = BackupFolder(folder).backups()
        newest = next(backups, None)
        # Read only as far back as the last one that was verified.
        verified = next(
            (backup for backup in chain([newest], backups) if backup and backup.is_sound is not None), None
        )
    except OSError:
        return [BackupConcern(N_("备份文件夹 %(folder)s 读不到，不知道有没有备份。"), {"folder": folder})]
    if newest is None:
        return [BackupConcern(N_("%(folder)s 里还没有备份。"), {"folder": folder})]
    return [*_age(newest, at), *_verification(verified, at)]


def newest_backups(*, most: int) -> list[BackupSummary]:
    """The newest backups, the newest first; none where there is no folder, or it can't be read."""
    if not settings.HUIYIN_BACKUP:
        return []
    try:
        return list(islice(BackupFolder(Path(settings.HUIYIN_BACKUP)).backups(), most))
    except OSError:
        return []


def _age(newest: BackupSummary, at: datetime) -> list[BackupConcern]:
    if at - newest.at <= OLDEST:
        return []
    hours = int((at - newest.at).total_seconds() // 3600)
    return [BackupConcern(N_("最新的备份 %(name)s 是 %(hours)s 小时以前的。"), {"name": newest.name, "hours": hours})]


def _verification(last: BackupSummary | None, at: datetime) -> list[BackupConcern]:
    if last is None:
        return [BackupConcern(N_("备份从来没有核对过：没有试着恢复过的备份，不能算备份。"), {})]
    if not last.is_sound:
        return [BackupConcern(N_("备份 %(name)s 核对时发现问题。"), {"name": last.name})]
    if last.verified_at is not None and at - last.verified_at > VERIFIED_WITHIN:
        days = (at - last.verified_at).days
        return [BackupConcern(N_("最近一次核对备份是 %(days)s 天以前。"), {"days": days})]
    return []
