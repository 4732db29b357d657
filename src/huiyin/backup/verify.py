"""Trying a backup out: laid out in a scratch place as a restore would, and its ledger verified there."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.backup import database
from huiyin.backup.create import alone, scratch_folder
from huiyin.backup.errors import (
    BackupPartDamaged,
    BackupPartMissing,
    BackupSignatureConflict,
    ScratchDatabaseRequired,
    TargetFilledConflict,
    disk_room,
)
from huiyin.backup.folder import BackupFolder, write_verified
from huiyin.backup.layout import Layout, Say, Verification, check_room, lay_out, verify_laid_out
from huiyin.backup.manifest import BackupHeader
from huiyin.backup.opening import OpenedBackup, backup_open
from huiyin.kernel.time import now

_SCRATCH = "verify.part"


@dataclass(frozen=True, slots=True)
class BackupVerified:
    """What came of it. `is_noted`: the folder of backups knows of it now."""

    header: BackupHeader
    files: int
    verification: Verification
    is_noted: bool


def backup_verify(
    *, target: BackupFolder, name: str, identities: Sequence[Any], scratch: Path | None, say: Say
) -> BackupVerified:
    """Restore a backup, the newest for "", into a scratch place, verify it there, and note that beside the backup.

    `scratch`: a folder for it, which mustn't hold anything; None for one in the var folder. Raises what backup_open
    and lay_out raise, and ScratchDatabaseRequired, TargetFilledConflict, DiskTooSmall, DiskFull,
    BackupRunningConflict.
    """
    place = scratch or Path(settings.HUIYIN_VAR) / _SCRATCH
    # Asked first: `scratch_folder` would clear away what lies in it.
    if scratch is not None and scratch.is_dir() and any(scratch.iterdir()):
        raise TargetFilledConflict(place=scratch)
    folder = target.find(name)
    with alone(), disk_room(place), scratch_folder(place) as here:
        try:
            opened = backup_open(target=target, name=name, identities=identities, scratch=here)
            verification = _tried_out(opened, here, say)
        # Only what is wrong with the backup itself; a key that is missing here says nothing about it.
        except (BackupPartMissing, BackupPartDamaged, BackupSignatureConflict):
            _note(folder, is_sound=False)
            raise
        return BackupVerified(
            header=opened.header,
            files=opened.manifest.totals.files,
            verification=verification,
            is_noted=_note(folder, is_sound=verification.is_sound),
        )


def _tried_out(opened: OpenedBackup, here: Path, say: Say) -> Verification:
    url = f"sqlite:///{here / 'huiyin.sqlite3'}"
    if opened.header.vendor != "sqlite":
        url = settings.HUIYIN_SCRATCH_DATABASE_URL
        if not url:
            raise ScratchDatabaseRequired
        # What a verification that was killed has left in it.
        database.empty_unfinished(url)
        if not database.is_empty(url):
            raise TargetFilledConflict(place="HUIYIN_SCRATCH_DATABASE_URL")
    check_room([(here, opened.manifest.totals.size + opened.header.room_for_database)])
    layout = Layout(here, here / "files", here / "archive", url)
    try:
        lay_out(opened, layout, say)
        return verify_laid_out(opened, layout, say)
    finally:
        if opened.header.vendor != "sqlite":
            database.empty_unfinished(url)


def _note(folder: Path, *, is_sound: bool) -> bool:
    with suppress(OSError):
        write_verified(folder, at=now(), is_sound=is_sound)
        return True
    return False
