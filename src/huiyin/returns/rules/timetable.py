"""When returns are due, and which time each of them covers.

No night and no day off is skipped. A month that is too short has its last day instead.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from huiyin.clocks.rules.due import time_on
from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day

_DAY = timedelta(days=1)
_MIDNIGHT = time()


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Covers(StrEnum):
    """Which time a return is about.

    `up_to_due`: from the slot before to this one. `period_before`: the whole day, week (from Monday) or month before.
    """

    UP_TO_DUE = "up_to_due"
    PERIOD_BEFORE = "period_before"


RHYTHM_LABELS = {Rhythm.DAILY: N_("每天"), Rhythm.WEEKLY: N_("每周"), Rhythm.MONTHLY: N_("每月")}
COVERS_LABELS = {
    Covers.UP_TO_DUE: N_("从上一期到这一期的时间"),
    Covers.PERIOD_BEFORE: N_("前一天、上一周或者上一月"),
}
WEEKDAY_LABELS = (N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五"), N_("星期六"), N_("星期日"))
# How long before its due instant a slot is listed.
_LISTED_BEFORE = {
    Rhythm.DAILY: timedelta(days=1),
    Rhythm.WEEKLY: timedelta(days=7),
    Rhythm.MONTHLY: timedelta(days=14),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One return that is due at `by` on `day`; the time that it covers, and from when it can be sent."""

    day: date
    by: time
    covers_from: datetime
    covers_to: datetime
    opens_at: datetime

    @property
    def due_at(self) -> datetime:
        """The instant up to which it is in time."""
        return time_on(self.day, self.by)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The rhythm of a scheme. `times` are in their order; `weekday` counts from Monday, which is 0."""

    rhythm: Rhythm
    times: tuple[time, ...]
    covers: Covers
    begins_on: date
    ends_on: date | None = None
    weekday: int | None = None
    month_day: int | None = None

    def slots_to_list(self, *, after: datetime, at: datetime) -> list[Slot]:
        """Those due after the first instant whose time to be listed has come at the second, in their order."""
        return self.slots(after=after, until=at + _LISTED_BEFORE[self.rhythm])

    def slots(self, *, after: datetime, until: datetime) -> list[Slot]:
        """Those due after the first instant and up to the second, in their order."""
        first = max(self.begins_on, office_day(after))
        last = min(self.ends_on or date.max, office_day(until))
        found = (self._slot(day, place) for day in self._days(first, last) for place in range(len(self.times)))
        # `after` is the instant of the last one that was listed, which isn't listed again.
        return [slot for slot in found if after < slot.due_at <= until]

    def _days(self, first: date, last: date) -> Iterator[date]:
        for number in range((last - first).days + 1):
            day = first + number * _DAY
            if self._is_due_on(day):
                yield day

    def _is_due_on(self, day: date) -> bool:
        if self.rhythm is Rhythm.WEEKLY:
            return day.weekday() == self.weekday
        if self.rhythm is Rhythm.MONTHLY:
            return day == self._in_month(day)
        return True

    def _in_month(self, day: date) -> date:
        """The due day of the month that this day is in."""
        return day.replace(day=min(self.month_day or 1, monthrange(day.year, day.month)[1]))

    def _slot(self, day: date, place: int) -> Slot:
        covers_from, covers_to = self._covered(day, place)
        due_at = time_on(day, self.times[place])
        if self.covers is Covers.PERIOD_BEFORE:
            opens_at = covers_to
        else:
            # Nothing is reported of a time that has hardly begun.
            opens_on = day if self.rhythm is Rhythm.DAILY else day - _DAY
            opens_at = max(covers_from, time_on(opens_on, _MIDNIGHT))
        return Slot(day, self.times[place], covers_from, covers_to, min(opens_at, due_at))

    def _covered(self, day: date, place: int) -> tuple[datetime, datetime]:
        if self.covers is Covers.PERIOD_BEFORE:
            begin, end = self._period_before(day)
            return time_on(begin, _MIDNIGHT), time_on(end, _MIDNIGHT)
        before = time_on(day, self.times[place - 1]) if place else time_on(self._day_before(day), self.times[-1])
        # The first one doesn't reach back before the scheme.
        return max(before, time_on(self.begins_on, _MIDNIGHT)), time_on(day, self.times[place])

    def _period_before(self, day: date) -> tuple[date, date]:
        """The first day of the whole period before this day, and the first day after it."""
        if self.rhythm is Rhythm.DAILY:
            return day - _DAY, day
        if self.rhythm is Rhythm.WEEKLY:
            monday = day - day.weekday() * _DAY
            return monday - timedelta(days=7), monday
        month = day.replace(day=1)
        return (month - _DAY).replace(day=1), month

    def _day_before(self, day: date) -> date:
        """The due day before this one, also before the scheme began."""
        if self.rhythm is Rhythm.DAILY:
            return day - _DAY
        if self.rhythm is Rhythm.WEEKLY:
            return day - timedelta(days=7)
        return self._in_month(day.replace(day=1) - _DAY)
