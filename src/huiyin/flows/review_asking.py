"""Asking for a review: taken up in the house, or pointed outside where nobody in the house stands above."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Channel
from huiyin.matters.review.errors import ReviewOutside
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_ask, review_point_outside


def review_asked(
    *,
    actor: Actor,
    matter_id: UUID,
    level: ReviewLevel,
    grounds: str,
    late_reason: str = "",
    via: str = Channel.WEB,
    at: datetime,
    seen: int | None = None,
) -> None:
    """As `review_ask`; where it raises ReviewOutside, that somebody asked and was pointed outside is on record."""
    try:
        review_ask(
            actor=actor,
            matter_id=matter_id,
            level=level,
            grounds=grounds,
            late_reason=late_reason,
            via=via,
            at=at,
            seen=seen,
        )
    except ReviewOutside:
        # Written before it is raised on: that somebody was sent away is on record (条例 Arts 35, 36).
        review_point_outside(actor=actor, matter_id=matter_id, level=level, at=at)
        raise
