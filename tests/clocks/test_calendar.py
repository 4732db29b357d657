"""The yearly tables: 2026 against the notice itself, the others against the library that they were made with."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from feasts import feasts, text
from huiyin.clocks.loading import CALENDARS, HOLIDAYS, load_calendar
from huiyin.clocks.rules.calendar import Calendar, YearTable, lawful_days_parse, year_table_parse
from huiyin.clocks.rules.rulebook import RulebookInvalid
from tests.clocks.conftest import Later

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


def _table(year: int) -> YearTable:
    return year_table_parse((CALENDARS / f"cn-{year}.toml").read_text(encoding="utf-8"), file=f"cn-{year}.toml")


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
    table = _table(year)
    calendar = Calendar.of([table])
    assert table.source and table.published and table.checked_against
    for day in _days(f"{year}-01-01", f"{year}-12-31"):
        assert calendar.is_working_day(day) == chinese_calendar.is_workday(day), day


def test_a_year_without_a_table_is_not_known() -> None:
    calendar = load_calendar()
    assert calendar.knows(date(2026, 12, 31))
    assert not calendar.knows(date(2027, 1, 1))


@pytest.mark.parametrize(
    "day",
    [
        "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-05-01",
        "2027-05-02", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03", "2028-05-01",
        "2033-01-31",
    ],
)  # fmt: skip
def test_holidays_by_law_are_off_before_the_notice(day: str) -> None:
    assert not load_calendar().is_working_day(date.fromisoformat(day))


def test_other_days_of_a_year_without_a_table_are_worked() -> None:
    calendar = load_calendar()
    for day in ("2027-01-04", "2027-02-04", "2027-02-09", "2027-05-03", "2027-10-04", "2027-06-08", "2016-10-03"):
        assert calendar.is_working_day(date.fromisoformat(day)), day


def test_a_notice_has_the_last_word(later_year: Later) -> None:
    """Days by law are only for years without a table: what a table says of its year is all of it."""
    later_year("off = [2027-01-01]")
    assert load_calendar().is_working_day(date(2027, 10, 1))


def test_the_feasts_are_where_the_notices_put_them() -> None:
    """By law or by notice: each computed day is off in every year that has both."""
    lawful = lawful_days_parse(HOLIDAYS.read_text(encoding="utf-8"), file=HOLIDAYS.name)
    for year in (2025, 2026):
        calendar = Calendar.of([_table(year)])
        off = {day for day in _days(f"{year}-01-01", f"{year}-12-31") if lawful.has(day)}
        assert len(off) == 13 and not any(calendar.is_working_day(day) for day in off)
    assert {day.year for day in lawful.feasts} == set(range(2025, 2061))


@pytest.mark.parametrize("year", range(2017, 2027))
def test_the_computed_feasts_agree_with_the_notices(year: int) -> None:
    off = _table(year).off
    worked = [day for day in feasts(year) if day not in off]
    # New Year's Eve is one of them since 2025.
    assert worked == [] or (year < 2025 and worked == [min(feasts(year))])


def test_the_file_of_the_feasts_is_what_the_tool_writes() -> None:
    assert HOLIDAYS.read_text(encoding="utf-8") == text()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [('"01-01"', '"13-01"', "fixed"), ('"01-01"', '"1-1"', "fixed"), ("since = 2025", "", "since")],
)
def test_wrong_holidays_are_refused_by_file_and_key(old: str, new: str, key: str) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        lawful_days_parse(HOLIDAYS.read_text(encoding="utf-8").replace(old, new, 1), file="holidays.toml")
    assert (refused.value.params["file"], refused.value.params["key"]) == ("holidays.toml", key)


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
