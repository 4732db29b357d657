"""At what hours text messages and digests leave. Plain Python."""

from datetime import UTC, date, datetime, time, timedelta

from huiyin.kernel.time import OFFICE_ZONE, office_day


def text_allowed_at(at: datetime, *, first: int, last: int) -> datetime:
    """The earliest instant from `at` on at which a text message may leave: from hour `first` until hour `last`."""
    local = at.astimezone(OFFICE_ZONE)
    if first <= local.hour < last:
        return at
    day = office_day(at) if local.hour < first else office_day(at) + timedelta(days=1)
    return at_hour(day, first)


def at_hour(day: date, hour: int) -> datetime:
    """That hour of a day at the office, in UTC."""
    return datetime.combine(day, time(hour), OFFICE_ZONE).astimezone(UTC)
