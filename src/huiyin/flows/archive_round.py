"""Closed matters go to the records office by rule: each file once, one at a time, whatever is killed in between.

A file is written beside its place, under the claim of whoever writes it. It gets its place in the transaction that
records it: without an entry there is no finished file, and a folder that no entry knows is written anew.
"""

import hashlib
import logging
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from huiyin.clocks.selectors import rulebook
from huiyin.documents.selectors import archive_manifests, subjects_archived
from huiyin.documents.storage import sync_folder
from huiyin.flows.matter_file import matter_file_bag
from huiyin.kernel.actor import system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.refs import Ref
from huiyin.kernel.setbacks import failure_log
from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.matters.archive.errors import ArchiveOvertaken
from huiyin.matters.archive.selectors import ArchiveDue, matters_to_archive
from huiyin.matters.archive.services import archive_claim, archive_fail, archive_finish

_log = logging.getLogger(__name__)
_ACTOR = system("archive")
# A turn holds up the other parts for a second or two, not longer.
_MOST = 10
_NOT_WRITTEN, _BROKEN = N_("写不进归档文件夹，请检查空间和权限。"), N_("程序出错，日志里有详情。")


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """What one round did: numbers with the hash of each manifest, what failed and why, what
    others did first, and how many were due at all."""

    made: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    overtaken: int = 0
    found: int = 0


@dataclass(slots=True)
class _Count:
    made: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    overtaken: int = 0


def archive_round(*, at: datetime) -> ArchiveReport:
    """Hand over what the rulebook of the day says is due, into HUIYIN_ARCHIVE; nothing where it says nothing."""
    rule = rulebook(office_day(at)).archive
    if rule is None:
        return ArchiveReport()
    return archive_due(folder=Path(settings.HUIYIN_ARCHIVE), closed_before=at - timedelta(days=rule.days), at=at)


def archive_due(*, folder: Path, closed_before: datetime, at: datetime, most: int = _MOST) -> ArchiveReport:
    """Hand over up to so many files of matters closed before that instant, a folder for each."""
    count = _Count()
    found = matters_to_archive(at=at, closed_before=closed_before, limit=most)
    by_hand = subjects_archived(subjects=[_subject(due.matter_id) for due in found], actor=_ACTOR.ref)
    for due in found:
        claim = archive_claim(due=due, at=at)
        if claim is None:
            count.overtaken += 1
        elif _is_since(by_hand.get(_subject(due.matter_id)), due.closed_at):
            archive_finish(matter_id=due.matter_id, claim=claim, at=at)
        else:
            _guarded(due, claim, folder, at, count)
    return ArchiveReport(
        made=tuple(count.made), failed=tuple(count.failed), overtaken=count.overtaken, found=len(found)
    )


def _is_since(made_at: datetime | None, closed_at: datetime | None) -> bool:
    # What was handed over before a reopening lacks what came since.
    return made_at is not None and closed_at is not None and made_at >= closed_at


def _guarded(due: ArchiveDue, claim: UUID, folder: Path, at: datetime, count: _Count) -> None:
    """One file; whatever goes wrong with it holds no other one up."""
    part = _part(folder, due, claim)
    try:
        if due.left_by:
            # A part bears the claim of whoever wrote it: a killed worker's is nobody's now, and none would end it.
            shutil.rmtree(_part(folder, due, due.left_by), ignore_errors=True)
        count.made.append((due.number, _write(due, claim, folder, at)))
    except ArchiveOvertaken:
        count.overtaken += 1
    except Exception as error:
        failure_log(_log, f"archive of {due.number}", error)
        reason = _reason(error)
        archive_fail(matter_id=due.matter_id, claim=claim, reason=reason, at=at)
        count.failed.append((due.number, reason))
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write(due: ArchiveDue, claim: UUID, folder: Path, at: datetime) -> str:
    part = _part(folder, due, claim)
    known = archive_manifests(subject=_subject(due.matter_id))
    part.mkdir(parents=True, mode=0o700)

    def put(path: str, content: Iterable[bytes]) -> None:
        target = part / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.open("wb") as file:
            file.writelines(content)
            file.flush()
            # A power cut after the entry must not leave a file that is empty and on record as handed over.
            os.fsync(file.fileno())

    def place() -> None:
        # First: whoever was overtaken is refused here, before anything gets its place in the folder.
        archive_finish(matter_id=due.matter_id, claim=claim, at=at)
        part.rename(_free(folder / due.number, known))
        sync_folder(folder)

    return matter_file_bag(actor=_ACTOR, number=due.number, at=at, put=put, place=place)


def _free(folder: Path, known: set[str]) -> Path:
    """Where the file goes. A matter that was opened again and closed has its earlier file beside it."""
    target, place = folder, 1
    while target.exists():
        manifest = target / "manifest-sha256.txt"
        if not manifest.is_file() or hashlib.sha256(manifest.read_bytes()).hexdigest() not in known:
            shutil.rmtree(target)  # whoever wrote it was killed before the entry was there
            break
        place += 1
        target = folder.with_name(f"{folder.name}-{place}")
    return target


def _part(folder: Path, due: ArchiveDue, claim: UUID) -> Path:
    # Hidden and with this ending, so that parts_round clears it away if nobody else does.
    return folder / f".{due.number}.{claim.hex}.part"


def _subject(matter_id: UUID) -> str:
    return Ref("matter", matter_id)


def _reason(error: Exception) -> str:
    if isinstance(error, HuiyinError):
        return str(error)
    return _NOT_WRITTEN if isinstance(error, OSError) else _BROKEN
