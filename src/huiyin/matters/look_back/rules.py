"""What gives a ground to look back at a matter: about steps, units and posts, never about who asked. Plain Python."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.review.rules import ReviewOutcome

KEY_MAX = 60
POST_MAX = 200
# The clocks of an answer that is owed to the petitioner; the house's own promise of an earlier day isn't among them.
_OWED = {
    "answer": "answer",
    "answer_limit": "answer",
    "simple_answer": "answer",
    "review": "review",
    "recheck": "recheck",
}
LATE_CODES = frozenset(_OWED)
OVERTURNED = frozenset({ReviewOutcome.CHANGED, ReviewOutcome.SENT_BACK})


class LookBackGround(StrEnum):
    """Why a matter is looked back at."""

    OVERTURNED = "overturned"
    LATE = "late"
    NOT_CARRIED_OUT = "not_carried_out"


GROUND_LABELS = {
    LookBackGround.OVERTURNED: N_("复查复核改变了原来的意见"),
    LookBackGround.LATE: N_("超过期限才答复"),
    LookBackGround.NOT_CARRIED_OUT: N_("答复的事没有落实"),
}


@dataclass(frozen=True, slots=True)
class GroundFound:
    """One ground: `key` tells apart those of a matter, so that each is looked back at once."""

    ground: LookBackGround
    key: str
    at: datetime | None = None
    on: date | None = None


def overturned(reviews: Iterable[tuple[int, str, datetime | None]]) -> Iterator[GroundFound]:
    """Of reviews as (position, outcome, when it was decided)."""
    for position, outcome, at in reviews:
        if outcome in OVERTURNED:
            yield GroundFound(LookBackGround.OVERTURNED, f"review:{position}", at=at)


def answered_late(clocks: Iterable[tuple[str, int, str, datetime | None]]) -> Iterator[GroundFound]:
    """Of clocks as (code, round, outcome, when it stopped): once for each answer that came too late."""
    found: dict[str, GroundFound] = {}
    for code, place, outcome, at in clocks:
        if code in LATE_CODES and outcome == "late":
            # One answer may have had two time limits, the ordinary one and the last one.
            key = f"late:{_OWED[code]}:{place}"
            found.setdefault(key, GroundFound(LookBackGround.LATE, key, at=at))
    yield from found.values()


def not_carried_out(
    steps: Iterable[tuple[int, date, bool]], calls: Iterable[tuple[datetime, str]]
) -> Iterator[GroundFound]:
    """Of promised steps as (position, day, whether it is late), and of calls back as (when, result)."""
    for position, due_on, is_late in steps:
        if is_late:
            yield GroundFound(LookBackGround.NOT_CARRIED_OUT, f"step:{position}", on=due_on)
    for at, result in calls:
        if result == FollowUpResult.NOT_DONE:
            yield GroundFound(LookBackGround.NOT_CARRIED_OUT, f"call:{at:%Y%m%d%H%M%S%f}", at=at)
