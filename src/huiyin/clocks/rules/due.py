"""When a period ends.

The day of the event isn't counted (民法典第二百零一条). A statutory period of plain days whose last day isn't
worked ends with the next working day (第二百零三条, by analogy: the Regulations themselves are silent). The
petitioner's own time does so too, whoever gives it. What the house has promised doesn't wait for an office to open,
so a promise in plain days ends on its very day; only its beginning waits, where the rule counts from office hours.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiyin.clocks.rules.calendar import Calendar
from huiyin.clocks.rules.rulebook import Bound, ClockRule, CountsFrom, DayUnit, Layer, OfficeHours
from huiyin.kernel.time import OFFICE_ZONE, office_day


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period; provisional while it rests on a day of a year without a table."""

    on: date
    provisional: bool


def due_on(start_day: date, amount: int, unit: DayUnit, calendar: Calendar) -> Due:
    """The last day of a statutory period of `amount` days or working days; 0 is the day itself."""
    if unit is DayUnit.WORKING_DAY or amount == 0:
        return _working_days(start_day, amount, calendar)
    last = start_day + timedelta(days=amount)
    on = calendar.next_working_day(last)
    return Due(on=on, provisional=not (calendar.knows(last) and calendar.knows(on)))


def promised_on(start_day: date, amount: int, unit: DayUnit, calendar: Calendar) -> Due:
    """The same for what the house has promised: plain days aren't moved, so they are never provisional."""
    if unit is DayUnit.WORKING_DAY:
        return _working_days(start_day, amount, calendar)
    return Due(on=start_day + timedelta(days=amount), provisional=False)


def rule_due_on(rule: ClockRule, at: datetime, hours: OfficeHours | None, calendar: Calendar) -> Due:
    """The last day of a rule's period that starts with an event at that instant."""
    day = counted_day(rule, at, hours, calendar)
    count = due_on if rule.layer is Layer.STATUTORY or rule.bound is Bound.PETITIONER else promised_on
    due = count(day, rule.amount, rule.unit, calendar)
    waits = rule.counts_from is CountsFrom.OFFICE_HOURS
    unsure = waits and not (calendar.knows(day) and calendar.knows(office_day(at)))
    return Due(on=due.on, provisional=due.provisional or unsure)


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
    return due_on(office_day(due_at), days, DayUnit.DAY, calendar)


def _working_days(start_day: date, amount: int, calendar: Calendar) -> Due:
    on = calendar.add_working_days(start_day, amount)
    relied = range(start_day.year, on.year + 1) if amount else ()
    first_counted = start_day + timedelta(days=1)
    return Due(on=on, provisional=any(year not in calendar.years for year in relied if year >= first_counted.year))
