"""What an event would start if it happened then: for telling people dates before anything has happened."""

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.clocks.loading import planner
from huiyin.clocks.rules.rulebook import Bound, Layer
from huiyin.kernel.time import office_day


@dataclass(frozen=True, slots=True)
class ForeseenClock:
    """A clock that would begin: when it would end, and which events would stop it.

    `provisional` while its last day rests on a year whose holidays nobody has announced.
    """

    code: str
    layer: Layer
    bound: Bound
    stops: frozenset[str]
    due_at: datetime
    provisional: bool

    @property
    def due_on(self) -> date:
        """Its last day at the office."""
        return office_day(self.due_at)


def clocks_foreseen(*, event: str, kind: str, at: datetime) -> tuple[ForeseenClock, ...]:
    """By the rulebook and the calendar of that day. No statement. Raises KindUnregistered."""
    return tuple(
        ForeseenClock(
            code=planned.rule.code,
            layer=planned.rule.layer,
            bound=planned.rule.bound,
            stops=frozenset(planned.rule.stops),
            due_at=planned.due_at(at),
            provisional=planned.provisional,
        )
        for planned in planner().planned(event=event, kind=kind, at=at)
    )
