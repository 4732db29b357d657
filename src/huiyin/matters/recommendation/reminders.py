"""Who hears of a recommendation that waits for its answer, and to whom a late one goes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from huiyin.clocks.selectors import ClockSignal
from huiyin.kernel.time import office_day
from huiyin.matters.recommendation.selectors.audience import (
    RecommendationRound,
    leaders_above,
    recommendation_audience,
    recommendations_for_round,
    signing_in,
)
from huiyin.notices.services import NoticeDraft
from huiyin.workflow.reminders import Reminder, ReminderOwner


def _remind(signal: ClockSignal, subject: RecommendationRound, at: datetime) -> Reminder:
    """To those who answer for the unit; where it escalates, to the leaders above it and to the office that asked."""
    late = signal.offset > 0
    officers = signing_in(subject.to_unit_id)
    if signal.escalate:
        officers += [*leaders_above(subject.to_unit_id), *signing_in(subject.from_unit_id)]
    notices = [
        NoticeDraft(
            template="recommendation_late" if late else "recommendation_due_soon",
            dedupe=signal.dedupe(officer_id),
            at=at,
            officer_id=officer_id,
            params={"path": subject.path, "due_on": office_day(signal.due_at).isoformat()},
        )
        for officer_id in recommendation_audience(subject, officer_ids=officers, at=at)
    ]
    return Reminder(notices)


def _find(recommendation_ids: Collection[UUID]) -> Mapping[UUID, RecommendationRound]:
    return recommendations_for_round(recommendation_ids=recommendation_ids)


OWNER = ReminderOwner(find=_find, remind=_remind)
