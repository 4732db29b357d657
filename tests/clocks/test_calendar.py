"""The yearly tables: 2026 against the notice itself, the others against the library that they were made with."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from huiyin.clocks.loading import CALENDARS, load_calendar
from huiyin.clocks.rules.calendar import Calendar, year_table_parse
from huiyin.clocks.rules.rulebook import RulebookInvalid

GOOD = """
year = 2030
source = "a notice"
published = "2029-11-01"
checked = 2029-11-02
checked_against = "the notice"
off = [2030-01-01]
work = [2030-01-05]
"""


def _days(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=step) for step in range((end - start).days + 1)}


def test_2026_is_as_the_notice_of_4_november_2025_says() -> None:
    off = (
        _days("2026-01-01", "2026-01-03")
        | _days("2026-02-15", "2026-02-23")
        | _days("2026-04-04", "2026-04-06")
        | _days("2026-05-01", "2026-05-05")
        | _days("2026-06-19", "2026-06-21")
        | _days("2026-09-25", "2026-09-27")
        | _days("2026-10-01", "2026-10-07")
    )
    worked = {
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    }
    calendar = load_calendar()
    for day in _days("2026-01-01", "2026-12-31"):
        assert calendar.is_working_day(day) == (day in worked or (day.weekday() < 5 and day not in off)), day
    assert sum(map(calendar.is_working_day, _days("2026-01-01", "2026-12-31"))) == 248


@pytest.mark.parametrize("year", range(2017, 2027))
def test_every_table_agrees_with_the_library_and_names_its_source(year: int) -> None:
    table = year_table_parse((CALENDARS / f"cn-{year}.toml").read_text(encoding="utf-8"), file=f"cn-{year}.toml")
    calendar = Calendar.of([table])
    assert table.source and table.published and table.checked_against
    for day in _days(f"{year}-01-01", f"{year}-12-31"):
        assert calendar.is_working_day(day) == chinese_calendar.is_workday(day), day


def test_a_year_without_a_table_is_not_known() -> None:
    calendar = load_calendar()
    assert calendar.knows(date(2026, 12, 31))
    assert not calendar.knows(date(2027, 1, 1))


def test_a_deployment_can_add_a_year(table_of_2027: object) -> None:
    assert callable(table_of_2027)
    table_of_2027()
    calendar = load_calendar()
    assert calendar.knows(date(2027, 2, 5)) and calendar.knows(date(2026, 2, 5))
    assert not calendar.is_working_day(date(2027, 2, 5))
    assert calendar.is_working_day(date(2027, 2, 13))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("2030-01-01]", "2031-01-01]", "off"),
        ("2030-01-05]", "2030-01-07]", "work"),
        ("[2030-01-01]", "[2030-01-01, 2030-01-05]", "work"),
        ("[2030-01-01]", "[2030-01-01, 2030-01-01]", "off"),
        ("[2030-01-01]", '["2030-01-01"]', "off"),
        ("checked = 2029-11-02", "", "checked"),
        ("year", "weeks = 1\nyear", "weeks"),
    ],
)
def test_a_wrong_table_is_refused_by_file_and_key(old: str, new: str, key: str) -> None:
    assert year_table_parse(GOOD, file="cn-2030.toml").year == 2030
    with pytest.raises(RulebookInvalid) as refused:
        year_table_parse(GOOD.replace(old, new, 1), file="cn-2030.toml")
    assert refused.value.params["file"] == "cn-2030.toml"
    assert refused.value.params["key"] == key
