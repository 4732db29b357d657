"""Whose turn a text message is: none at night, one a day for each matter, and none for what another one has said."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction

from huiyin.kernel.time import office_day
from huiyin.notices.models import Notice
from huiyin.notices.rules import State, at_hour, text_allowed_at

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
    if _is_covered(notice):
        return Turn.COVERED, None
    first, last = settings.HUIYIN_TEXT_FROM_HOUR, settings.HUIYIN_TEXT_UNTIL_HOUR
    allowed = text_allowed_at(now, first=first, last=last)
    if allowed > now:
        return Turn.WAITS, allowed
    if _take_turn(notice, now):
        return Turn.NOW, None
    return Turn.WAITS, at_hour(office_day(now) + timedelta(days=1), first)


def _is_covered(notice: Notice) -> bool:
    """Whether a text message on the same matter has left since this one was put into the outbox."""
    since = Notice.objects.filter(
        identity_id=notice.identity_id, text_key__isnull=False, state=State.SENT, sent_at__gt=notice.created_at
    )
    return any(_about(other) == _about(notice) for other in since.exclude(id=notice.id).only("params", "template"))


def _take_turn(notice: Notice, now: datetime) -> bool:
    key = uuid5(_KEYS, f"{notice.identity_id}:{_about(notice)}:{office_day(now):%Y%m%d}")
    try:
        with transaction.atomic():
            Notice.objects.filter(id=notice.id, claim_token=notice.claim_token).update(text_key=key)
    except IntegrityError:
        return False
    return True


def _about(notice: Notice) -> str:
    """The matter; of a booking, which has no number, the sort of news."""
    return str(notice.params.get("number") or notice.template)
