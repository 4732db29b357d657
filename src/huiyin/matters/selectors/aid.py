"""The open referrals of an officer's matters: whom somebody has to ask, and by when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huiyin.clocks.selectors import DueView, due_first
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.models import Referral
from huiyin.matters.rules.states import State
from huiyin.matters.selectors.gate import visible_to

LIST_MOST = 200


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral that waits for the scheme (or, once `is_answered`, to be asked after), and by which day."""

    number: str
    title: str
    scheme: str
    to: str
    is_answered: bool
    due_on: date | None
    is_late: bool


def referrals_open(*, actor: Actor, at: datetime) -> list[ReferralRow]:
    """Those agreed to and not yet asked after, of the matters that the officer or the officer's unit works on."""
    units = actor.units_as(Role.REGISTRAR, Role.APPROVER)
    mine = Q(lead_unit__in=sorted(units)) | Q(handler__in=[actor.officer_id, *sorted(actor.stands_for)])
    going_on = Referral.objects.filter(agreed_at__isnull=False, followed_up_at__isnull=True)
    rows = list(
        going_on.exclude(matter__state=State.WITHDRAWN)
        .filter(matter__in=visible_to(actor).filter(mine))
        .select_related("matter", "to_unit")
        .order_by("agreed_at", "id")[:LIST_MOST]
    )
    due = {
        code: due_first(subject_ids={row.matter.pk for row in rows}, at=at, code=code)
        for code in ("referral", "referral_follow_up")
    }
    return [_row(row, due[_clock(row)].get(row.matter.pk)) for row in rows]


def _clock(row: Referral) -> str:
    return "referral" if row.answered_at is None else "referral_follow_up"


def _row(row: Referral, due: DueView | None) -> ReferralRow:
    return ReferralRow(
        number=row.matter.number,
        title=row.matter.title,
        scheme=row.scheme,
        to=row.to_unit.name if row.to_unit else row.to_body,
        is_answered=row.answered_at is not None,
        due_on=due.due_on if due else None,
        is_late=due is not None and due.days_left < 0,
    )
