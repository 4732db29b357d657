"""Instants as the office's wall clock shows them."""

from datetime import UTC, date, datetime

from huiyin.kernel.time import OFFICE_ZONE, end_of_day


def office(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """An instant by the clock on the office wall (UTC+8)."""
    return datetime(year, month, day, hour, minute, tzinfo=OFFICE_ZONE).astimezone(UTC)


def end(year: int, month: int, day: int) -> datetime:
    """The last second of a day at the office."""
    return end_of_day(date(year, month, day))
