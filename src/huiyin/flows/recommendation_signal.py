"""Who is reminded of a recommendation that waits for its answer, and to whom a late one goes."""

from datetime import datetime

from huiyin.clocks.selectors import ClockSignal
from huiyin.kernel.time import office_day
from huiyin.matters.selectors.recommendation import (
    RecommendationRound,
    leaders_above,
    recommendation_audience,
    signing_in,
)
from huiyin.notices.services import NoticeDraft


def recommendation_notices(signal: ClockSignal, subject: RecommendationRound, at: datetime) -> list[NoticeDraft]:
    """To those who answer for the unit; where it escalates, to the leaders above it and to the office that asked."""
    late = signal.offset > 0
    officers = signing_in(subject.to_unit_id)
    if signal.escalate:
        officers += [*leaders_above(subject.to_unit_id), *signing_in(subject.from_unit_id)]
    return [
        NoticeDraft(
            template="recommendation_late" if late else "recommendation_due_soon",
            dedupe=f"signal:{signal.clock_id}:{signal.offset}:{officer_id}",
            at=at,
            officer_id=officer_id,
            params={"path": subject.path, "due_on": office_day(signal.due_at).isoformat()},
        )
        for officer_id in recommendation_audience(subject, officer_ids=officers, at=at)
    ]
