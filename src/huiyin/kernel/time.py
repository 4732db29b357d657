"""The only place that asks the machine for the time, and the office's own time zone."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo(os.environ.get("HUIYIN_TIME_ZONE", "Asia/Shanghai"))

# East of Greenwich the calendar's first midnight is before what an instant in UTC can be; after its last day is none.
_SECOND_DAY, _LAST_DAY_BUT_ONE = date.min + timedelta(days=1), date.max - timedelta(days=1)


def now() -> datetime:
    """This instant, in UTC. Rules and services never call it: they are given `at`."""
    return datetime.now(UTC)


def office_day(at: datetime) -> date:
    """The calendar day at the office when it is `at`."""
    return at.astimezone(OFFICE_ZONE).date()


def begin_of_days_ago(days: int, *, at: datetime) -> datetime:
    """What came in before is more than so many days old: whole days at the office, from the day of receipt."""
    return begin_of_day(office_day(at) - timedelta(days=days))


def begin_of_day(on: date) -> datetime:
    """The first instant of that day at the office, in UTC. The calendar's first day begins with the second here."""
    return datetime.combine(max(on, _SECOND_DAY), time(0), OFFICE_ZONE).astimezone(UTC)


def begin_of_next_day(on: date) -> datetime:
    """The first instant after that day at the office, in UTC. The calendar's last day ends with the one before it."""
    return begin_of_day(min(on, _LAST_DAY_BUT_ONE) + timedelta(days=1))


def end_of_day(on: date) -> datetime:
    """The last second of that day at the office, in UTC: a period that ends on a day ends with it."""
    return begin_of_next_day(on) - timedelta(seconds=1)


def milliseconds(at: datetime) -> int:
    """The instant as milliseconds of the epoch."""
    return int(at.timestamp() * 1000)
