"""Referrals to aid schemes: as both sides' pages show them, and whom an officer has to ask by when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext

from huiyin.clocks.selectors import DueView, due_first
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.assistance.rules import CONSENT_LABELS, GRANTED_LABELS, ConsentWay
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import Matter, Referral


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral. The petitioner reads all of it: `why` is word by word what goes out. Labels are translated."""

    position: int
    scheme: str
    to: str
    why: str
    asked_at: datetime
    agreed_at: datetime | None
    declined_at: datetime | None
    consent_label: str
    consent_note: str
    answered_on: date | None
    answer: str
    granted_label: str
    followed_up_at: datetime | None
    follow_up: str

    @property
    def waits_for_consent(self) -> bool:
        """Whether the petitioner hasn't said yet."""
        return self.agreed_at is None and self.declined_at is None

    @property
    def waits_for_answer(self) -> bool:
        """Whether the scheme hasn't answered yet."""
        return self.agreed_at is not None and self.answered_on is None

    @property
    def waits_for_follow_up(self) -> bool:
        """Whether nobody has asked the petitioner yet how it went."""
        return self.answered_on is not None and self.followed_up_at is None


def referrals_of(matter: Matter) -> tuple[ReferralView, ...]:
    """In their order. Asks only where there are some."""
    if not matter.parts & Part.REFERRALS:
        return ()
    rows = Referral.objects.filter(matter=matter).select_related("to_unit").order_by("position")
    return tuple(_view(row) for row in rows)


def _view(row: Referral) -> ReferralView:
    return ReferralView(
        position=row.position,
        scheme=row.scheme,
        to=row.to_unit.name if row.to_unit else row.to_body,
        why=row.why,
        asked_at=row.asked_at,
        agreed_at=row.agreed_at,
        declined_at=row.declined_at,
        consent_label=gettext(CONSENT_LABELS[ConsentWay(row.consent_way)]) if row.consent_way else "",
        consent_note=row.consent_note,
        answered_on=row.answered_on,
        answer=row.answer,
        granted_label="" if row.granted is None else gettext(GRANTED_LABELS[row.granted]),
        followed_up_at=row.followed_up_at,
        follow_up=row.follow_up,
    )


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
    handlers = [actor.officer_id, *sorted(actor.stands_for)]
    # Withdrawing ends the clocks of a referral, so nobody has to ask after it.
    mine = (Q(lead_unit__in=sorted(units)) | Q(handler__in=handlers)) & ~Q(state=State.WITHDRAWN)
    going_on = Referral.objects.filter(agreed_at__isnull=False, followed_up_at__isnull=True)
    # Referrals are few. Joined to their matters, SQLite would begin with all of those.
    rows = list(
        going_on.filter(visible_through(actor, mine))
        .select_related("to_unit")
        .prefetch_related("matter")
        .order_by("agreed_at", "id")[:LIST_MOST]
    )
    due = {
        code: due_first(subject_ids={row.matter.pk for row in rows}, at=at, code=code)
        for code in ("referral", "referral_follow_up")
    }
    return [_open_row(row, due[_clock(row)].get(row.matter.pk)) for row in rows]


def _clock(row: Referral) -> str:
    return "referral" if row.answered_at is None else "referral_follow_up"


def _open_row(row: Referral, due: DueView | None) -> ReferralRow:
    return ReferralRow(
        number=row.matter.number,
        title=row.matter.title,
        scheme=row.scheme,
        to=row.to_unit.name if row.to_unit else row.to_body,
        is_answered=row.answered_at is not None,
        due_on=due.due_on if due else None,
        is_late=due is not None and due.days_left < 0,
    )
