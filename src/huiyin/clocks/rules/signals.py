"""When a clock speaks up: warnings and escalations before and after its due day.

They come in the morning of their day, except the one of the due day itself: until its end all is in time. What is for
officers comes on a working day: a warning on the last one before its day, what is late on the first one after it. The
petitioner's own time has no office hours. A clock that counts hours or minutes speaks up at the very instant, by day
and by night.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from huiyin.clocks.rules.calendar import Calendar
from huiyin.clocks.rules.rulebook import Bound, ClockRule
from huiyin.kernel.time import OFFICE_ZONE, office_day

_MORNING = time(8)


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to say, to the unit's leader too when it escalates.

    `offset` is in days from the due day; of a clock in hours or minutes in such from the due instant.
    """

    offset: int
    escalate: bool


def signal_next(rule: ClockRule, *, due_at: datetime, after: datetime, calendar: Calendar) -> datetime | None:
    """The instant of the first signal later than `after`; None when there is no more to come."""
    coming = [instant for offset in _offsets(rule) if (instant := _instant(rule, due_at, offset, calendar)) > after]
    if coming:
        return min(coming)
    if not rule.escalate_daily:
        return None
    last_listed = office_day(due_at) + timedelta(days=max(_offsets(rule)))
    day = max(office_day(after), last_listed + timedelta(days=1))
    if _morning(day) <= after:
        day += timedelta(days=1)
    return _morning(calendar.next_working_day(day))


def escalation_next(rule: ClockRule, *, due_at: datetime, after: datetime, calendar: Calendar) -> datetime | None:
    """The instant of the first signal later than `after` that whoever leads is told of; None when there is none."""
    only = replace(rule, warn=())
    return signal_next(only, due_at=due_at, after=after, calendar=calendar)


def signal_passed(
    rule: ClockRule, *, due_at: datetime, since: datetime, at: datetime, calendar: Calendar
) -> Signal | None:
    """What is to be said at `at` when `since` is the first instant not yet dealt with.

    Only the latest of several that were missed is said, so that nobody is flooded after a standstill; an
    escalation among the missed ones isn't lost by that.
    """
    passed = [offset for offset in _offsets(rule) if since <= _instant(rule, due_at, offset, calendar) <= at]
    daily = _daily_passed(rule, due_at, since, at, calendar)
    if daily is not None:
        return Signal(offset=daily, escalate=True)
    if not passed:
        return None
    return Signal(offset=max(passed), escalate=any(offset in rule.escalate for offset in passed))


def _daily_passed(rule: ClockRule, due_at: datetime, since: datetime, at: datetime, calendar: Calendar) -> int | None:
    """The days since the due day of the latest daily escalation in the span, None when there was none."""
    if not rule.escalate_daily:
        return None
    due_day = office_day(due_at)
    day = office_day(at)
    if _morning(day) > at:
        # Before eight in the morning the latest one is that of the day before.
        day -= timedelta(days=1)
    day = calendar.previous_working_day(day)
    offset = (day - due_day).days
    return offset if offset > max(_offsets(rule)) and _morning(day) >= since else None


def _offsets(rule: ClockRule) -> list[int]:
    return sorted({*rule.warn, *rule.escalate})


def _instant(rule: ClockRule, due_at: datetime, offset: int, calendar: Calendar) -> datetime:
    if rule.unit.is_exact:
        return due_at + offset * rule.unit.step
    day = office_day(due_at) + timedelta(days=offset)
    if rule.bound is not Bound.PETITIONER and not calendar.is_working_day(day):
        day = calendar.previous_working_day(day) if offset < 0 else calendar.next_working_day(day)
        return _morning(day)
    return _morning(day) if offset else due_at


def _morning(day: date) -> datetime:
    return datetime.combine(day, _MORNING, OFFICE_ZONE).astimezone(UTC)
