"""Restoring a backup: all of it is laid out, migrated and verified beside its place, then moved there; or nothing.

While it lasts a note lies in the var folder. Whatever is killed in between leaves that note: no process starts then,
and the next restore first takes away what the note names. Nobody's data can be among it, since the places were empty.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from huiyin.backup import database
from huiyin.backup.create import alone, own_rulebooks, scratch_folder
from huiyin.backup.encryption import write_private
from huiyin.backup.errors import (
    BackupFindings,
    DatabaseKindConflict,
    RestoreUnfinished,
    TargetFilledConflict,
    disk_room,
)
from huiyin.backup.folder import BackupFolder, remove
from huiyin.backup.layout import Layout, Say, Verification, check_room, lay_out, verify_laid_out
from huiyin.backup.manifest import BackupHeader
from huiyin.backup.opening import OpenedBackup, backup_open
from huiyin.documents.storage import sync_folder
from huiyin.ledger import newest
from huiyin.ledger.rules import checkpoint as notes

_NOTE, _SCRATCH, _COMING = "restore.json", "restore.part", ".restoring"
_NOT_DATA = {"lost+found", _COMING}
# What is laid out in the scratch folder because it is small, and moved into the var folder.
_SMALL = ("calendars", "rulebooks", "locale")


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored. `rolled_back` says that a newer checkpoint is known here than the backup has."""

    header: BackupHeader
    files: int
    verification: Verification
    rolled_back: bool
    rulebooks_moved: tuple[Path, ...]


def installation() -> Layout:
    """The places of this installation, as its settings have them."""
    return Layout(
        var=Path(settings.HUIYIN_VAR),
        files=Path(settings.HUIYIN_FILES),
        archive=Path(settings.HUIYIN_ARCHIVE),
        database_url=settings.HUIYIN_DATABASE_URL,
    )


def check_no_restore_unfinished() -> None:
    """Raises RestoreUnfinished."""
    if (Path(settings.HUIYIN_VAR) / _NOTE).exists():
        raise RestoreUnfinished


def backup_restore(
    *, target: BackupFolder, name: str, identities: Sequence[Any], accept_findings: bool, say: Say
) -> RestoreReport:
    """Restore a backup, the newest for "", into the empty places of this installation, wholly or not at all.

    Raises what backup_open and lay_out raise, and TargetFilledConflict, DatabaseKindConflict, DiskTooSmall, DiskFull,
    BackupFindings, BackupRunningConflict.
    """
    here = installation()
    with alone(), disk_room(here.var):
        _undo(here.var)
        with scratch_folder(here.var / _SCRATCH) as scratch:
            opened = backup_open(target=target, name=name, identities=identities, scratch=scratch)
            _check_target(opened, here)
            coming = _coming(here, scratch)
            _begin(here)
            try:
                with disk_room(here.files):
                    lay_out(opened, coming, say)
                verification = verify_laid_out(opened, coming, say)
                if not verification.is_sound and not accept_findings:
                    raise BackupFindings(first=_finding(verification))
                moved = _place(coming, here)
            except BaseException:
                _undo(here.var)
                raise
        _finish(here)
        return RestoreReport(
            header=opened.header,
            files=opened.manifest.totals.files,
            verification=verification,
            rolled_back=_meet_newest(opened.header),
            rulebooks_moved=moved,
        )


def _check_target(opened: OpenedBackup, here: Layout) -> None:
    kind = database.vendor_of(here.database_url)
    if kind != opened.header.vendor:
        raise DatabaseKindConflict(made=opened.header.vendor, here=kind)
    for folder in (here.files, here.archive, *(here.var / name for name in _SMALL)):
        if folder.is_dir() and any(entry.name not in _NOT_DATA for entry in folder.iterdir()):
            raise TargetFilledConflict(place=folder)
    if not database.is_empty(here.database_url):
        place = database.sqlite_path(here.database_url) if kind == "sqlite" else "HUIYIN_DATABASE_URL"
        raise TargetFilledConflict(place=place)
    check_room(_needs(opened, here))


def _needs(opened: OpenedBackup, here: Layout) -> list[tuple[Path, int]]:
    """What goes where, in bytes: archive and files may lie on disks of their own."""
    beside = database.sqlite_path(here.database_url).parent if opened.header.vendor == "sqlite" else here.var
    sizes = {here.files: 0, here.archive: 0, here.var: 0}
    for listed in opened.manifest.files():
        first = PurePosixPath(listed.path).parts[0]
        sizes[{"files": here.files, "archive": here.archive}.get(first, here.var)] += listed.size
    return [*sizes.items(), (beside, opened.header.room_for_database)]


def _coming(here: Layout, scratch: Path) -> Layout:
    """Beside the places, on the same disks: what is there has only to be renamed."""
    url = here.database_url
    if database.vendor_of(url) == "sqlite":
        path = database.sqlite_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{path.with_name(path.name + _COMING)}"
    return Layout(scratch, here.files / _COMING, here.archive / _COMING, url)


def _begin(here: Layout) -> None:
    places = {"files": here.files, "archive": here.archive, **{name: here.var / name for name in _SMALL}}
    named = {name: str(path) for name, path in places.items()}
    # Only whether there is a database of its own to empty: an address may hold a password.
    write_private(here.var / _NOTE, json.dumps({"places": named, "database": _database_file(here)}))


def _database_file(here: Layout) -> str:
    is_file = database.vendor_of(here.database_url) == "sqlite"
    return str(database.sqlite_path(here.database_url)) if is_file else ""


def _place(coming: Layout, here: Layout) -> tuple[Path, ...]:
    """Move everything to its place, the database last: without it there is no installation."""
    pairs = [(coming.files, here.files), (coming.archive, here.archive)]
    pairs += [(coming.var / name, here.var / name) for name in _SMALL]
    for source, folder in pairs:
        if source.is_dir():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for entry in sorted(source.iterdir()):
                entry.rename(folder / entry.name)
            source.rmdir()
            sync_folder(folder)
    if database.vendor_of(here.database_url) == "sqlite":
        path = database.sqlite_path(coming.database_url)
        database.settle_sqlite(path)
        path.rename(database.sqlite_path(here.database_url))
        sync_folder(path.parent)
    else:
        database.mark_finished(here.database_url)
    return _moved_rulebooks(here)


def _moved_rulebooks(here: Layout) -> tuple[Path, ...]:
    """Rulebooks of the house that the settings look for elsewhere, where there is none."""
    restored = sorted((here.var / "rulebooks").glob("*.toml"))
    there = {path.name for path in own_rulebooks() if path.is_file()}
    return tuple(path for path in restored if path.name not in there)


def _finish(here: Layout) -> None:
    (here.var / _NOTE).unlink()
    sync_folder(here.var)


def _undo(var: Path) -> None:
    """Take away what a restore has left that wasn't finished; nothing where there was none.

    With its database in its place everything was: only the note is left to go.
    """
    note = var / _NOTE
    if not note.exists():
        return
    found = json.loads(note.read_text(encoding="utf-8"))
    if not _is_placed(found["database"]):
        for place in found["places"].values():
            folder = Path(place)
            for entry in list(folder.iterdir()) if folder.is_dir() else []:
                if entry.name != "lost+found":
                    remove(entry)
        if found["database"]:
            for coming in ("", _COMING):
                for beside in ("", "-wal", "-shm", "-journal"):
                    Path(f"{found['database']}{coming}{beside}").unlink(missing_ok=True)
        else:
            database.empty_unfinished(settings.HUIYIN_DATABASE_URL)
    note.unlink()
    sync_folder(var)


def _is_placed(file: str) -> bool:
    """Whether the database was the last thing to be moved, and has been."""
    if file:
        return not database.is_empty(f"sqlite:///{file}")
    url = settings.HUIYIN_DATABASE_URL
    return not database.is_unfinished(url) and not database.is_empty(url)


def _meet_newest(header: BackupHeader) -> bool:
    """Whether a newer checkpoint is known outside the database than the backup has: then the ledger signs nothing.

    Where none is known the backup's own becomes the newest, since it is signed by the key that is there and somebody
    has just chosen this backup; else the ledger would take its absence for an alarm. One that is known is never
    replaced here: that history was cut off is for `huiyin accept-restore` to ask about, with a reason that stays.
    """
    known = [_size_known(path) for path in newest.paths()]
    if header.checkpoint and not newest.main_path().exists():
        write_private(newest.main_path(), header.checkpoint)
    return max(known) > (notes.parse(header.checkpoint).size if header.checkpoint else 0)


def _size_known(path: Path) -> float:
    """Of the checkpoint that a place keeps; what can't be read may be of any size."""
    try:
        return notes.parse(path.read_text(encoding="utf-8")).size
    except FileNotFoundError:
        return 0
    except (OSError, ValueError):
        return math.inf


def _finding(verification: Verification) -> str:
    lines = verification.lines
    return next((line for line in lines if "不符" in line), lines[-1] if lines else "")
