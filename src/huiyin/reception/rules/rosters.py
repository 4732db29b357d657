"""Who sits in a hall when: units at a joint reception, posts on days off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from huiyin.clocks.rules.calendar import Calendar
from huiyin.kernel.text import N_
from huiyin.reception.errors import RosterEmpty, RosterPeriodWrong
from huiyin.reception.rules.plans import PERIOD_MOST

# How far ahead the portal shows rosters.
ROSTER_SHOWN = timedelta(days=14)
_NOON = time(12)
_A_DAY = timedelta(days=1)


class RosterKind(StrEnum):
    """A joint reception on working days, or a day off on which the hall is open."""

    JOINT = "joint"
    DAY_OFF = "day_off"


class Half(StrEnum):
    """Half of a day, or all of it."""

    MORNING = "am"
    AFTERNOON = "pm"
    ALL_DAY = "day"

    def covers(self, clock: time) -> bool:
        """Whether that time by the office's clock lies in it."""
        if self is Half.ALL_DAY:
            return True
        return (clock < _NOON) == (self is Half.MORNING)


HALF_LABELS = {Half.MORNING: N_("上午"), Half.AFTERNOON: N_("下午"), Half.ALL_DAY: N_("全天")}


@dataclass(frozen=True, slots=True)
class RosterRule:
    """A roster as it is typed: units that all sit there on some weekdays, or posts in turn on days off."""

    hall_unit_id: int
    kind: RosterKind
    first: date
    last: date
    half: Half
    place: str
    weekdays: frozenset[int] = frozenset()
    unit_ids: tuple[int, ...] = ()
    post_ids: tuple[int, ...] = ()

    def check(self) -> None:
        """Raises RosterPeriodWrong, RosterEmpty."""
        if self.first > self.last or self.last - self.first > PERIOD_MOST:
            raise RosterPeriodWrong
        if not (self.unit_ids and self.weekdays if self.kind is RosterKind.JOINT else self.post_ids):
            raise RosterEmpty


@dataclass(frozen=True, slots=True)
class Sitting:
    """One line that a rule makes: a unit or a post on a day."""

    on: date
    unit_id: int | None = None
    post_id: int | None = None


def sittings(rule: RosterRule, calendar: Calendar) -> list[Sitting]:
    """All lines of a roster, in order."""
    if rule.kind is RosterKind.JOINT:
        return [
            Sitting(on, unit_id=unit_id)
            for on in _days(rule.first, rule.last)
            if on.weekday() in rule.weekdays and calendar.is_working_day(on)
            for unit_id in rule.unit_ids
        ]
    off = [on for on in _days(rule.first, rule.last) if not calendar.is_working_day(on)]
    return [Sitting(on, post_id=_turn(rule.post_ids, place)) for place, on in enumerate(off)]


def _turn(post_ids: Sequence[int], place: int) -> int:
    return post_ids[place % len(post_ids)]


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _A_DAY
