"""When a period ends.

The day of the event isn't counted (民法典第二百零一条). A statutory period of plain days whose last day isn't
worked ends with the next working day (第二百零三条, by analogy: the Regulations themselves are silent). The
petitioner's own time does so too, whoever gives it. What the house has promised doesn't wait for an office to open,
so a promise in plain days ends on its very day; only its beginning waits, where the rule counts from office hours.

Hours and minutes are counted from the event itself and skip neither nights nor days off. A day may end at a time of
its own ("by 17:00"); who has no whole day, and comes after that time, has until the same time of the next one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from huiyin.clocks.rules.calendar import Calendar
from huiyin.clocks.rules.rulebook import Bound, ClockRule, CountsFrom, Layer, OfficeHours, PeriodUnit
from huiyin.kernel.time import OFFICE_ZONE, end_of_day, office_day


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period; provisional while it rests on a day of a year without a table."""

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """The instant after which it is late, aware UTC, and whether its day is provisional."""

    at: datetime
    provisional: bool

    @property
    def on(self) -> date:
        """Its day at the office."""
        return office_day(self.at)


def due_on(start_day: date, amount: int, unit: PeriodUnit, calendar: Calendar) -> Due:
    """The last day of a statutory period of `amount` days or working days; 0 is the day itself."""
    if unit is PeriodUnit.WORKING_DAY or amount == 0:
        return _working_days(start_day, amount, calendar)
    last = start_day + timedelta(days=amount)
    on = calendar.next_working_day(last)
    # The first says whether it moves at all, the second where to: they may lie in two years.
    return Due(on=on, provisional=not (calendar.knows(last) and calendar.knows(on)))


def promised_on(start_day: date, amount: int, unit: PeriodUnit, calendar: Calendar) -> Due:
    """The same for what the house has promised: plain days aren't moved, so they are never provisional."""
    if unit is PeriodUnit.WORKING_DAY:
        return _working_days(start_day, amount, calendar)
    return Due(on=start_day + timedelta(days=amount), provisional=False)


def rule_due(rule: ClockRule, at: datetime, hours: OfficeHours | None, calendar: Calendar) -> Deadline:
    """The end of a rule's period that starts with an event at that instant."""
    if rule.unit.is_exact:
        return Deadline(at + rule.span, provisional=False)
    day = counted_day(rule, at, hours, calendar)
    if rule.by and rule.amount == 0:
        return _today_or_next(rule, day, at, calendar)
    count = due_on if rule.layer is Layer.STATUTORY or rule.bound is Bound.PETITIONER else promised_on
    due = count(day, rule.amount, rule.unit, calendar)
    waits = rule.counts_from is CountsFrom.OFFICE_HOURS
    # The last day may be sure, and the day it is counted from not: that is the next working day.
    unsure = waits and not (calendar.knows(day) and calendar.knows(office_day(at)))
    return Deadline(rule_ends(rule, due.on), provisional=due.provisional or unsure)


def rule_ends(rule: ClockRule, on: date) -> datetime:
    """When a period of the rule ends that ends on this day."""
    return end_of_day(on) if rule.by is None else time_on(on, rule.by)


def time_on(day: date, by: time) -> datetime:
    """That time of a day at the office, also of a night or of a day off."""
    return datetime.combine(day, by, OFFICE_ZONE).astimezone(UTC)


def _today_or_next(rule: ClockRule, day: date, at: datetime, calendar: Calendar) -> Deadline:
    """The first time of that name from the event on, of a working day where such are counted."""
    in_working_days = rule.unit is PeriodUnit.WORKING_DAY
    for last in (day, day + timedelta(days=1)):
        on = calendar.next_working_day(last) if in_working_days else last
        if (end := rule_ends(rule, on)) >= at:
            break
    passed = (day + timedelta(days=days) for days in range((on - day).days + 1))
    return Deadline(end, provisional=in_working_days and not all(map(calendar.knows, passed)))


def counted_day(rule: ClockRule, at: datetime, hours: OfficeHours | None, calendar: Calendar) -> date:
    """The day on which the event counts as having happened.

    By office hours, what comes after closing or on a day off counts on the next working day; what comes before the
    office opens counts on that day, as it is there when it does.
    """
    day = office_day(at)
    if rule.counts_from is CountsFrom.EVENT or hours is None:
        return day
    if at.astimezone(OFFICE_ZONE).time() >= hours.closes:
        day += timedelta(days=1)
    return calendar.next_working_day(day)


def extended_due(due_at: datetime, days: int, calendar: Calendar) -> Due:
    """The last day after an extension by so many plain days, counted from the day on which it was due."""
    return due_on(office_day(due_at), days, PeriodUnit.DAY, calendar)


def _working_days(start_day: date, amount: int, calendar: Calendar) -> Due:
    on = calendar.add_working_days(start_day, amount)
    relied = range(start_day.year, on.year + 1) if amount else ()
    # On 31 December the year of the event itself doesn't matter: its day isn't counted.
    first_counted = start_day + timedelta(days=1)
    return Due(on=on, provisional=any(year not in calendar.years for year in relied if year >= first_counted.year))
