"""Clearing up after drafts that were never sent: the drafts themselves, and the files that were uploaded for them."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.documents.selectors import file_ids_before
from huiyin.documents.services import files_remove
from huiyin.intake.rules.draft import DRAFT_LONGEST
from huiyin.intake.services import drafts_sweep
from huiyin.matters.messages.selectors.files import file_ids_attached
from huiyin.tasks.selectors.holding import task_file_ids

# A file that is older than any draft can be, and that no matter or task has, is nobody's.
_UNCLAIMED_AFTER = DRAFT_LONGEST + timedelta(days=1)
# How far back each round looks: a worker may have stood still for so long and misses nothing.
_LOOK_BACK = timedelta(days=60)
_BATCH = 500


def drafts_round(*, at: datetime) -> int:
    """Remove expired drafts and unclaimed files; gives how many drafts.

    Which files a draft had is sealed with it, so they are found by their age. A file that is sent in this very moment
    belongs to a draft that is younger.
    """
    removed = drafts_sweep(at=at)
    before = at - _UNCLAIMED_AFTER
    last = _first_id_of(before - _LOOK_BACK)
    while batch := file_ids_before(before=before, after=last, limit=_BATCH):
        attached = file_ids_attached(file_ids=batch) | task_file_ids(file_ids=batch)
        files_remove(file_ids=[file_id for file_id in batch if file_id not in attached])
        last = batch[-1]
    return removed


def _first_id_of(at: datetime) -> UUID:
    """The smallest id that a row made at that instant can have: ids begin with their milliseconds."""
    # The milliseconds take the first 48 of the 128 bits.
    return UUID(int=int(at.timestamp() * 1000) << 80)
