"""From notices that reach nobody to calls of the office: each becomes a to-do of a unit."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import system
from huiyin.kernel.setbacks import failure_log
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.telephone.services import telephone_ask
from huiyin.notices.selectors import CallWanted, notices_to_call
from huiyin.notices.services import notice_hand_to_office
from huiyin.reception.services import appointment_call_ask

_log = logging.getLogger(__name__)
_TICK = system("tick")
_PAGE = 200


@dataclass(frozen=True, slots=True)
class TelephoneReport:
    """How many calls were asked for, how many notices an open one covers, what others did first, what failed."""

    asked: int = 0
    covered: int = 0
    overtaken: int = 0
    failed: int = 0


def telephone_round(*, at: datetime) -> TelephoneReport:
    """Make the to-dos that are wanted; the notice is taken in the same transaction: none is lost or doubled."""
    counts = {"asked": 0, "covered": 0, "overtaken": 0, "failed": 0}
    for wanted in notices_to_call(limit=_PAGE):
        try:
            counts[_hand_over(wanted, at)] += 1
        except Exception as error:
            failure_log(_log, f"call for notice {wanted.notice_id}", error)
            counts["failed"] += 1
    return TelephoneReport(**counts)


@transaction.atomic
def _hand_over(wanted: CallWanted, at: datetime) -> str:
    # Taken before anything is made of it: of two workers one alone makes the to-do.
    if not notice_hand_to_office(notice_id=wanted.notice_id, at=at):
        return "overtaken"
    if wanted.appointment_id is not None:
        is_new = appointment_call_ask(actor=_TICK, appointment_id=wanted.appointment_id, at=at)
        return "asked" if is_new else "covered"
    matter = matter_get_for(actor=_TICK, number=wanted.number)
    is_new = telephone_ask(actor=_TICK, matter_id=matter.pk, identity_id=wanted.identity_id, at=at)
    return "asked" if is_new else "covered"
