"""Who hands the file of a closed matter to the records office: one at a time, and never twice."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from huiyin.matters.archive.errors import ArchiveOvertaken
from huiyin.matters.archive.selectors import ArchiveDue
from huiyin.matters.models import Archiving

# Longer than any file takes to write: whoever is slower than that has been killed.
_HELD = timedelta(hours=1)


_AGAIN = timedelta(hours=1)


# After a failure it is tried again at least this often; verification names what is put off for longer.
ARCHIVE_WAITS_MOST = timedelta(days=1)


_REASON_MOST = 300


@transaction.atomic
def archive_claim(*, due: ArchiveDue, at: datetime) -> UUID | None:
    """Take a due file; exactly one caller gets a claim, everybody else None."""
    claim = uuid4()
    until = at + _HELD
    if due.left_by is None:
        # Of two rounds at once the second row is dropped without an error, and its claim isn't found below.
        fresh = Archiving(matter_id=due.matter_id, claim=claim, next_at=until)
        Archiving.objects.bulk_create([fresh], ignore_conflicts=True)
        won = Archiving.objects.filter(matter_id=due.matter_id, claim=claim).exists()
    else:
        held = Archiving.objects.filter(matter_id=due.matter_id, claim=due.left_by)
        # One that was handed over before it was reopened has a `done_at` still.
        won = held.update(claim=claim, next_at=until, done_at=None) == 1
    return claim if won else None


def archive_finish(*, matter_id: UUID, claim: UUID, at: datetime) -> None:
    """The file is where it belongs. Raises ArchiveOvertaken where somebody else has taken it since."""
    # By the claim: a slow attempt mustn't say of another one, which goes on, that it has finished.
    mine = Archiving.objects.filter(matter_id=matter_id, claim=claim, done_at__isnull=True)
    if mine.update(done_at=at, tries=0, reason="") != 1:
        raise ArchiveOvertaken


@transaction.atomic
def archive_fail(*, matter_id: UUID, claim: UUID, reason: str, at: datetime) -> None:
    """It came to nothing: tried again after an hour, then later and later, at least once a day."""
    mine = Archiving.objects.filter(matter_id=matter_id, claim=claim, done_at__isnull=True)
    # None where somebody else has taken it by now: the failure isn't theirs.
    for tries in mine.values_list("tries", flat=True):
        # Without the bound the power of what fails for weeks would be more than a timedelta can hold.
        wait = min(_AGAIN * 2 ** min(tries, 10), ARCHIVE_WAITS_MOST)
        mine.update(tries=tries + 1, reason=reason[:_REASON_MOST], next_at=at + wait)
