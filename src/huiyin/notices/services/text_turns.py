"""Whose turn a text message is: none at night, one a day for each matter, and none for what another one has said."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction

from huiyin.kernel.time import office_day
from huiyin.notices.hours import at_hour, text_allowed_at
from huiyin.notices.models import Notice
from huiyin.notices.rules import NoticeState

_KEYS = UUID("6f1c0f5e-2a7b-5d0e-9c43-7d1b8a5e4f20")


class Turn(StrEnum):
    """What to do with a text message at this moment."""

    NOW = "now"
    WAITS = "waits"
    COVERED = "covered"


def text_turn(notice: Notice, *, now: datetime) -> tuple[Turn, datetime | None]:
    """Whether it may leave now; if it waits, until when.

    The turn is taken in the database before anything is handed over, under a key of recipient, matter and day: of two
    workers with two notices of one matter one sends. A worker that dies keeps the turn for its own notice.
    """
    if _is_covered(notice, now):
        return Turn.COVERED, None
    first, last = settings.HUIYIN_TEXT_FROM_HOUR, settings.HUIYIN_TEXT_UNTIL_HOUR
    allowed = text_allowed_at(now, first=first, last=last)
    if allowed > now:
        return Turn.WAITS, allowed
    if _take_turn(notice, now):
        return Turn.NOW, None
    return Turn.WAITS, at_hour(office_day(now) + timedelta(days=1), first)


def _is_covered(notice: Notice, now: datetime) -> bool:
    """Whether a text message on the same matter has left since this one was put into the outbox."""
    # A day's key says that the turn was taken; this one may have waited over several days.
    first, last = office_day(notice.created_at), office_day(now)
    keys = [_key(notice, first + timedelta(days=passed)) for passed in range((last - first).days + 1)]
    others = Notice.objects.filter(text_key__in=keys, state=NoticeState.SENT, sent_at__gt=notice.created_at)
    return others.exclude(id=notice.id).exists()


def _take_turn(notice: Notice, now: datetime) -> bool:
    try:
        with transaction.atomic():
            held = Notice.objects.filter(id=notice.id, claim_token=notice.claim_token)
            held.update(text_key=_key(notice, office_day(now)))
    except IntegrityError:
        return False
    return True


def _key(notice: Notice, on: date) -> UUID:
    """Recipient, matter and day in one: nothing else leads from a recipient to what they were told."""
    about = notice.params.get("number") or notice.template  # a booking has no number
    return uuid5(_KEYS, f"{notice.identity_id}:{about}:{on:%Y%m%d}")
