"""The only place that asks the machine for the time, and the office's own time zone."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo(os.environ.get("HUIYIN_TIME_ZONE", "Asia/Shanghai"))

# West of Greenwich the last midnight of the calendar is beyond what an instant in UTC can be.
_LAST_DAY = date.max - timedelta(days=2)


def now() -> datetime:
    """This instant, in UTC. Rules and services never call it: they are given `at`."""
    return datetime.now(UTC)


def office_day(at: datetime) -> date:
    """The calendar day at the office when it is `at`."""
    return at.astimezone(OFFICE_ZONE).date()


def end_of_day(on: date) -> datetime:
    """The last second of that day at the office, in UTC: a period that ends on a day ends with it.

    The calendar's last two days have no end of their own here: they end with the day before them.
    """
    midnight = datetime.combine(min(on, _LAST_DAY) + timedelta(days=1), time(0), OFFICE_ZONE)
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def milliseconds(at: datetime) -> int:
    """The instant as milliseconds of the epoch."""
    return int(at.timestamp() * 1000)
