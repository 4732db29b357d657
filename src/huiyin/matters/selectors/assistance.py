"""Referrals to aid schemes, as both sides' pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from huiyin.matters.models import Matter, Referral
from huiyin.matters.rules.assistance import CONSENT_LABELS, GRANTED_LABELS, ConsentWay
from huiyin.matters.rules.parts import Part


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
