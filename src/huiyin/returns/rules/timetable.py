"""When returns are due, and which time each of them covers.

No night is skipped, and no day off but by a rhythm of working days. A month that is too short has its last day
instead. Where a scheme says so, a day that isn't worked gives way to the next one that is: what falls together is one
return.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from huiyin.clocks.rules.calendar import Calendar
from huiyin.clocks.rules.due import time_on
from huiyin.kernel.text import N_
from huiyin.kernel.time import begin_of_day, office_day

_DAY = timedelta(days=1)
_LEAST_LEFT = 10
# Longer than any stretch of days off, and longer than a rhythm takes with such a stretch in it.
_CLOSED_MOST, APART_MOST = timedelta(days=31), timedelta(days=92)

_PLAIN_CALENDAR = Calendar.of(())


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"
    TWICE_MONTHLY = "twice"
    MONTHLY = "monthly"


class OffDays(StrEnum):
    """What becomes of a due day that isn't worked: it stays, or the next working day takes its place."""

    STAY = "stay"
    NEXT = "next"


class Covers(StrEnum):
    """Which time a return is about.

    `up_to_due`: from the slot before to this one. `period_before`: the whole day, week (from Monday) or month before;
    of working days and of twice a month the whole days since the day before.
    """

    UP_TO_DUE = "up_to_due"
    PERIOD_BEFORE = "period_before"


RHYTHM_LABELS = {
    Rhythm.DAILY: N_("每天"),
    Rhythm.WORKDAYS: N_("每个工作日"),
    Rhythm.WEEKLY: N_("每周"),
    Rhythm.TWICE_MONTHLY: N_("每月两次"),
    Rhythm.MONTHLY: N_("每月"),
}
OFF_DAYS_LABELS = {OffDays.STAY: N_("当天照报"), OffDays.NEXT: N_("顺延到下一个工作日")}
COVERS_LABELS = {
    Covers.UP_TO_DUE: N_("从上一期到这一期的时间"),
    Covers.PERIOD_BEFORE: N_("前一天、上一周或者上一月；每个工作日和每月两次的，从上一次那天到前一天"),
}
# The same of one rhythm.
PERIOD_LABELS = {
    Rhythm.DAILY: N_("前一天的"),
    Rhythm.WORKDAYS: N_("从上一个工作日到前一天的"),
    Rhythm.WEEKLY: N_("上一周的"),
    Rhythm.TWICE_MONTHLY: N_("从上一次应报的那天到前一天的"),
    Rhythm.MONTHLY: N_("上一月的"),
}
WEEKDAY_LABELS = (N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五"), N_("星期六"), N_("星期日"))
# These are due on every day, or on every day that is worked: no day of theirs can give way.
DAY_BY_DAY = frozenset({Rhythm.DAILY, Rhythm.WORKDAYS})
BY_MONTH = frozenset({Rhythm.TWICE_MONTHLY, Rhythm.MONTHLY})
# How long before its due instant a slot is listed.
_LISTED_BEFORE = {
    Rhythm.DAILY: timedelta(days=1),
    Rhythm.WORKDAYS: timedelta(days=1),
    Rhythm.WEEKLY: timedelta(days=7),
    Rhythm.TWICE_MONTHLY: timedelta(days=7),
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


def slots_left(slots: Iterable[Slot], asked_until: datetime | None) -> dict[datetime, Slot]:
    """What is left of slots where returns were asked for up to that instant before, by their due instants.

    The first one begins there, so that no time is lost and none is asked for twice. One of which less than a tenth is
    left isn't asked for: the next one has it.
    """
    found: dict[datetime, Slot] = {}
    until = asked_until
    for slot in slots:
        owed = slot
        if until is not None:
            if _LEAST_LEFT * (slot.covers_to - until) < slot.covers_to - slot.covers_from:
                continue
            owed = replace(slot, covers_from=until, opens_at=min(max(slot.opens_at, until), slot.due_at))
            until = None
        found[owed.due_at] = owed
    return found


@dataclass(frozen=True, slots=True)
class Timetable:
    """The rhythm of a scheme. `times` are in their order; `weekday` counts from Monday, which is 0.

    `since` is when slots ahead were made anew, `covered_until` up to when returns were asked for before that.
    """

    rhythm: Rhythm
    times: tuple[time, ...]
    covers: Covers
    begins_on: date
    ends_on: date | None = None
    weekday: int | None = None
    month_day: int | None = None
    second_month_day: int | None = None
    off_days: OffDays = OffDays.STAY
    calendar: Calendar = _PLAIN_CALENDAR
    since: datetime | None = None
    covered_until: datetime | None = None

    def slots_to_list(self, *, after: datetime, at: datetime) -> list[Slot]:
        """Those due after the first instant whose time to be listed has come at the second, in their order."""
        return self.slots(after=after, until=at + _LISTED_BEFORE[self.rhythm])

    def first_slot(self, *, after: datetime) -> Slot | None:
        """The first one that is due after that instant; None where the scheme ends before."""
        begin = max(after, begin_of_day(self.begins_on))
        return next(iter(self.slots(after=after, until=begin + APART_MOST)), None)

    def slots(self, *, after: datetime, until: datetime) -> list[Slot]:
        """Those due after the first instant and up to the second, in their order."""
        # Only the first ones since then are otherwise than the rhythm has them.
        if self.since is None or self.covered_until is None or after - self.since > APART_MOST:
            return self._of_rhythm(after, until)
        left = slots_left(self._of_rhythm(min(after, self.since), until), self.covered_until)
        return [slot for due_at, slot in left.items() if due_at > after]

    def _of_rhythm(self, after: datetime, until: datetime) -> list[Slot]:
        first = max(self.begins_on, office_day(after))
        last = min(self.ends_on or date.max, office_day(until))
        found = (
            self._slot(day, named, place)
            for day, named in self._due_days(first, last, since=self.begins_on)
            for place in range(len(self.times))
        )
        # `after` is the instant of the last one that was listed, which isn't listed again.
        return [slot for slot in found if after < slot.due_at <= until]

    def _due_days(self, first: date, last: date, *, since: date) -> Iterator[tuple[date, list[date]]]:
        """Due days in their order, each with the days of the rhythm that it stands for, from `since` on."""
        moves = self.off_days is OffDays.NEXT
        begin = max(since, first - _CLOSED_MOST) if moves else max(since, first)
        found: dict[date, list[date]] = {}
        for number in range((last - begin).days + 1):
            named = begin + number * _DAY
            if self._is_named(named):
                day = self.calendar.next_working_day(named) if moves else named
                found.setdefault(day, []).append(named)
        for day, days in found.items():
            if first <= day <= last:
                yield day, days

    def _is_named(self, day: date) -> bool:
        """Whether the rhythm names this day."""
        if self.rhythm is Rhythm.WORKDAYS:
            return self.calendar.is_working_day(day)
        if self.rhythm is Rhythm.WEEKLY:
            return day.weekday() == self.weekday
        if self.rhythm in BY_MONTH:
            return day.day in {min(wanted, monthrange(day.year, day.month)[1]) for wanted in self._month_days}
        return True

    @property
    def _month_days(self) -> tuple[int, ...]:
        return tuple(wanted for wanted in (self.month_day, self.second_month_day) if wanted is not None)

    def _slot(self, day: date, named: list[date], place: int) -> Slot:
        covers_from, covers_to = self._covered(day, named, place)
        due_at = time_on(day, self.times[place])
        if self.covers is Covers.PERIOD_BEFORE:
            opens_at = covers_to
        else:
            # Nothing is reported of a time that has hardly begun.
            opens_on = day if self.rhythm in DAY_BY_DAY else day - _DAY
            opens_at = max(covers_from, begin_of_day(opens_on))
        return Slot(day, self.times[place], covers_from, covers_to, min(opens_at, due_at))

    def _due_before(self, day: date, place: int) -> datetime:
        """The due instant before this one, also before the scheme began."""
        if place:
            return time_on(day, self.times[place - 1])
        # Nothing lies further apart: two months that have only one day, with days off between.
        earlier = [due for due, _named in self._due_days(day - APART_MOST, day - _DAY, since=date.min)]
        return time_on(earlier[-1], self.times[-1])

    def _covered(self, day: date, named: list[date], place: int) -> tuple[datetime, datetime]:
        if self.covers is Covers.PERIOD_BEFORE:
            # Several days that gave way to the same one are asked for together.
            begin, end = self._period_before(named[0])[0], self._period_before(named[-1])[1]
            return begin_of_day(begin), begin_of_day(end)
        # The first one doesn't reach back before the scheme.
        begun = begin_of_day(self.begins_on)
        return max(self._due_before(day, place), begun), time_on(day, self.times[place])

    def _period_before(self, day: date) -> tuple[date, date]:
        """The first day of the whole period before this day, and the first day after it."""
        if self.rhythm is Rhythm.DAILY:
            return day - _DAY, day
        if self.rhythm is Rhythm.WEEKLY:
            monday = day - day.weekday() * _DAY
            return monday - timedelta(days=7), monday
        if self.rhythm is Rhythm.MONTHLY:
            month = day.replace(day=1)
            return (month - _DAY).replace(day=1), month
        begin = day - _DAY
        while not self._is_named(begin):
            begin -= _DAY
        return begin, day
