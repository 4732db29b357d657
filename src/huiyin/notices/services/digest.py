"""One notice an officer and a day for all that isn't urgent."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from huiyin.kernel.time import office_day
from huiyin.notices.hours import at_hour
from huiyin.notices.models import Notice
from huiyin.notices.rules import NoticeState
from huiyin.notices.services.ending import notices_ended, outcome_of
from huiyin.notices.services.enqueue import NoticeDraft, notices_enqueue
from huiyin.notices.templates import DIGEST


def digest_key(*, officer_id: int, at: datetime) -> str:
    """What makes a digest this officer's one of that day."""
    return f"{DIGEST}:{officer_id}:{office_day(at).isoformat()}"


@transaction.atomic
def digest_make(
    *, officer_id: int, notice_ids: Collection[UUID], left_out: Collection[UUID], path: str = "", at: datetime
) -> bool:
    """Put this officer's digest of the day into the outbox; False when another worker was faster.

    `notice_ids` are what it is about, `left_out` what the officer may not or needn't hear of any more: both leave
    the waiting ones. With `path` it leads there instead of to the lists. The rows are locked in one
    transaction with the digest: after a crash all of it is there or none.
    """
    waiting = Notice.objects.filter(officer_id=officer_id, state=NoticeState.GATHERED)
    _end(waiting.filter(id__in=left_out), NoticeState.LEFT_OUT, at)
    count = _end(waiting.filter(id__in=notice_ids), NoticeState.DIGESTED, at)
    if not count:
        return False
    params = {"count": str(count)} | ({"path": path} if path and count == 1 else {})
    key = digest_key(officer_id=officer_id, at=at)
    notices_enqueue([NoticeDraft(template=DIGEST, dedupe=key, at=at, officer_id=officer_id, params=params)])
    return True


def _end(waiting: "QuerySet[Notice]", state: NoticeState, at: datetime) -> int:
    """Whoever is first has them: the rows are locked where the database can, and SQLite has one writer."""
    rows = list(waiting.select_for_update())
    if rows:
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, outcome=outcome_of(state))
        notices_ended(rows, state=state, at=at)
    return len(rows)


def digest_cutoff(*, at: datetime) -> datetime | None:
    """Until when a notice must have come to be in the digest of the day; None before its hour."""
    cutoff = at_hour(office_day(at), settings.HUIYIN_DIGEST_HOUR)
    return cutoff if at >= cutoff else None
