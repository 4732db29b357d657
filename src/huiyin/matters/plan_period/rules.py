"""The days of a plan period, what is owed in it week by week, and its results. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.kernel.text import N_

DAYS_DEFAULT = 100
DAYS_MOST = 400
AGE_DEFAULT = 90
NAME_MAX = 100
LINE_MAX = 300
PLANNED_MOST = 500
# Some weeks back a line can still be written; it is late by then, and is shown so.
WEEKS_BACK = 4
WEEK = timedelta(days=7)


class PlanResult(StrEnum):
    """What has become of a matter in the plan, as its unit or leader writes it down."""

    SETTLED = "settled"
    ANSWERED = "answered"
    NOT_SETTLED = "not_settled"


RESULT_LABELS = {
    PlanResult.SETTLED: N_("已经化解"),
    PlanResult.ANSWERED: N_("已经答复，事情没有全部解决"),
    PlanResult.NOT_SETTLED: N_("没有化解"),
}


class WeekState(StrEnum):
    """How a week of a matter stands."""

    WRITTEN = "written"
    LATE = "late"
    DUE = "due"
    MISSING = "missing"
    NOT_OWED = "not_owed"


WEEK_LABELS = {
    WeekState.WRITTEN: N_("按时填了"),
    WeekState.LATE: N_("过期才填"),
    WeekState.DUE: N_("还没有填"),
    WeekState.MISSING: N_("没有填"),
    WeekState.NOT_OWED: N_("不用填"),
}


@dataclass(frozen=True, slots=True)
class PeriodDays:
    """From when until when, and on which weekday (0: Monday) a line is due; `ended_on`: ended early on that day."""

    begins_on: date
    ends_on: date
    weekday: int
    ended_on: date | None = None

    def weeks(self) -> tuple[date, ...]:
        """The days on which a line is due; a last week that the end cuts short is due on the last day."""
        first = self.begins_on + timedelta(days=(self.weekday - self.begins_on.weekday()) % 7)
        days = [first + place * WEEK for place in range((self.ends_on - first).days // 7 + 1)]
        return (*days, self.ends_on) if not days or days[-1] < self.ends_on else tuple(days)

    def week_of(self, day: date) -> date:
        """The week that a day belongs to, by its due day; before the period the first one, after it the last one."""
        return next((due for due in self.weeks() if due >= day), self.ends_on)

    def present_week(self, today: date) -> date:
        """The week to look at today: of a period that is over the one in which it ended."""
        return self.week_of(today if self.ended_on is None else min(today, self.ended_on))

    def span_of(self, week: date) -> tuple[date | None, date | None]:
        """The due days that count as this week's: later than the first, up to the second; None where it is open.

        A revision moves the period's last day, and with it the due day of the week that it cuts short: what was
        written for that week before stays its line.
        """
        weeks = self.weeks()
        place = weeks.index(week)
        return (weeks[place - 1] if place else None), (week if week != weeks[-1] else None)

    def is_over(self, day: date) -> bool:
        """Whether nothing more is taken in or revised."""
        return self.ended_on is not None or self.ends_on < day


def owes(due_on: date, *, since: date, until: date | None) -> bool:
    """Whether a matter owes that week: from the day it was taken in, and no more from the day on which it ended."""
    return due_on >= since and (until is None or due_on < until)


def week_state(*, is_owed: bool, due_on: date, written_on: date | None, today: date) -> WeekState:
    """How one week stands today; `written_on` is the day of the first line that was written for it."""
    if written_on is not None:
        return WeekState.WRITTEN if written_on <= due_on else WeekState.LATE
    if not is_owed:
        return WeekState.NOT_OWED
    return WeekState.MISSING if due_on < today else WeekState.DUE


def weeks_to_write(days: PeriodDays, *, since: date, until: date | None, today: date) -> Sequence[date]:
    """The weeks for which a line can be written today, the present one first: none before it has begun."""
    if today < days.begins_on:
        return ()
    present = days.week_of(today)
    found = [due for due in days.weeks() if due <= present and owes(due, since=since, until=until)]
    return tuple(found[::-1][: WEEKS_BACK + 1])
