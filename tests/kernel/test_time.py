"""Days at the office as instants, also where the calendar begins and ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from huiyin.kernel import time
from huiyin.kernel.time import begin_of_day, begin_of_next_day, end_of_day, office_day

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
# The furthest in the east and in the west, and where clocks are set: there a day has 23 hours, or 25.
ZONES = ("Asia/Shanghai", "Pacific/Kiritimati", "Etc/GMT+12", "UTC", "Europe/Berlin")


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ZoneInfo:
    found = ZoneInfo(request.param)
    monkeypatch.setattr(time, "OFFICE_ZONE", found)
    return found


def test_a_day_begins_at_the_office_not_in_greenwich() -> None:
    assert begin_of_day(date(2026, 3, 2)) == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert begin_of_day(date(2026, 3, 2)).tzinfo is UTC
    assert end_of_day(date(2026, 3, 2)) == datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "day", [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29), date.min + DAY, date.max - DAY]
)
def test_each_instant_is_of_a_single_day(zone: ZoneInfo, day: date) -> None:
    begin, end = begin_of_day(day), begin_of_next_day(day)
    assert begin.astimezone(zone).isoformat()[:19] == f"{day}T00:00:00"
    assert office_day(begin) == office_day(end - SECOND) == day
    assert (office_day(end), end, end_of_day(day)) == (day + DAY, begin_of_day(day + DAY), end - SECOND)


def test_the_first_and_the_last_day_of_the_calendar_give_way_to_their_neighbours(zone: ZoneInfo) -> None:
    assert begin_of_day(date.min) == begin_of_day(date.min + DAY)
    assert begin_of_next_day(date.min) == begin_of_day(date.min + DAY)
    assert office_day(begin_of_day(date.max)) == date.max
    assert begin_of_next_day(date.max) == begin_of_next_day(date.max - DAY) == begin_of_day(date.max)
    assert end_of_day(date.max) == end_of_day(date.max - DAY)
