"""Periods worked out by hand, the notices beside, and the counting of working days against a plain loop."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.clocks.loading import load_calendar, rulebook
from huiyin.clocks.rules.calendar import Calendar
from huiyin.clocks.rules.due import Due, due_on, promised_on, rule_due
from huiyin.clocks.rules.rulebook import Bound, Layer, PeriodUnit
from tests.clocks.instants import office

CALENDAR = load_calendar()

# (start, days, last day): the start isn't counted; a last day that isn't worked moves to the next one that is.
STATUTORY = [
    ("2026-03-02", 15, "2026-03-17"),  # an ordinary Tuesday
    ("2026-03-06", 15, "2026-03-23"),  # Saturday
    ("2026-03-07", 15, "2026-03-23"),  # Sunday
    ("2026-02-01", 15, "2026-02-24"),  # within Spring Festival
    ("2026-01-31", 15, "2026-02-24"),  # its first day, a Sunday; from a month's end
    ("2026-02-08", 15, "2026-02-24"),  # its last day, a Monday
    ("2026-02-09", 15, "2026-02-24"),  # the first day after it
    ("2026-01-30", 15, "2026-02-14"),  # Saturday, worked
    ("2026-02-13", 15, "2026-02-28"),  # Saturday, worked, end of February
    ("2025-12-20", 15, "2026-01-04"),  # Sunday, worked, across the year
    ("2025-12-17", 15, "2026-01-04"),  # New Year, then the worked Sunday
    ("2026-03-20", 15, "2026-04-07"),  # Qingming
    ("2026-04-16", 15, "2026-05-06"),  # Labour Day
    ("2026-04-24", 15, "2026-05-09"),  # Saturday, worked
    ("2026-06-04", 15, "2026-06-22"),  # Dragon Boat
    ("2026-09-05", 15, "2026-09-20"),  # Sunday, worked
    ("2026-09-10", 15, "2026-09-28"),  # Mid-Autumn
    ("2026-09-16", 15, "2026-10-08"),  # National Day
    ("2026-09-25", 15, "2026-10-10"),  # Saturday, worked
    ("2026-08-07", 60, "2026-10-08"),  # sixty days into National Day
    ("2026-01-15", 60, "2026-03-16"),  # sixty days over Spring Festival: plain days all the same
    ("2026-01-31", 30, "2026-03-02"),  # over the short month
    ("2026-01-24", 30, "2026-02-24"),  # handed over on a Saturday: the window ends after Spring Festival
    ("2026-02-17", 30, "2026-03-19"),  # a posted answer taken at New Year
    ("2024-01-30", 30, "2024-02-29"),  # leap day
    ("2024-02-14", 15, "2024-02-29"),  # leap day
    ("2024-02-29", 60, "2024-04-29"),  # from the leap day
    ("2024-02-02", 15, "2024-02-18"),  # Spring Festival 2024, then a worked Sunday
    ("2018-12-16", 15, "2019-01-02"),  # the bridge day at the end of 2018
    ("2026-12-10", 15, "2026-12-25"),
    ("2026-12-16", 15, "2026-12-31"),  # the last day of the last table
]
PROVISIONAL = [
    ("2026-12-17", 15, "2027-01-04"),  # New Year by law, then a weekend
    ("2026-12-08", 60, "2027-02-09"),  # the first day of the lunar year; by law off until Monday
    ("2026-11-21", 60, "2027-01-20"),
]
WORKING = [
    ("2026-07-03", 1, "2026-07-06"),  # Friday to Monday
    ("2026-02-13", 1, "2026-02-14"),  # to the worked Saturday
    ("2026-02-14", 1, "2026-02-24"),  # over Spring Festival
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-02-27", 2, "2026-03-02"),  # the worked Saturday counts
    ("2026-03-06", 3, "2026-03-11"),  # to decide simply, over a weekend
    ("2026-04-30", 3, "2026-05-08"),  # over Labour Day
    ("2026-03-04", 10, "2026-03-18"),  # to answer simply
    ("2026-02-06", 10, "2026-02-27"),  # over Spring Festival, with the worked Saturday before it
    ("2026-09-24", 10, "2026-10-15"),  # over Mid-Autumn and National Day, with the worked Saturday after them
    ("2026-05-08", 1, "2026-05-09"),
    ("2026-09-18", 1, "2026-09-20"),  # to the worked Sunday
    ("2026-09-30", 3, "2026-10-10"),
    ("2025-12-31", 1, "2026-01-04"),
    ("2026-12-30", 1, "2026-12-31"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "amount", "last"), STATUTORY)
def test_statutory_days(start: str, amount: int, last: str) -> None:
    assert due_on(day(start), amount, PeriodUnit.DAY, CALENDAR) == Due(day(last), provisional=False)


@pytest.mark.parametrize(("start", "amount", "last"), PROVISIONAL)
def test_days_of_a_year_without_a_table_are_provisional(start: str, amount: int, last: str) -> None:
    assert due_on(day(start), amount, PeriodUnit.DAY, CALENDAR) == Due(day(last), provisional=True)


@pytest.mark.parametrize(("start", "amount", "last"), WORKING)
def test_working_days(start: str, amount: int, last: str) -> None:
    for count in (due_on, promised_on):
        assert count(day(start), amount, PeriodUnit.WORKING_DAY, CALENDAR) == Due(day(last), provisional=False)


def test_working_days_beyond_the_tables_are_provisional() -> None:
    assert due_on(day("2026-12-31"), 1, PeriodUnit.WORKING_DAY, CALENDAR) == Due(day("2027-01-04"), provisional=True)
    assert due_on(day("2026-12-28"), 5, PeriodUnit.WORKING_DAY, CALENDAR).provisional


@pytest.mark.parametrize("start", ["2026-03-07", "2026-02-17", "2027-02-06"])
@pytest.mark.parametrize("unit", list(PeriodUnit))
def test_nothing_to_count_is_the_very_day(start: str, unit: PeriodUnit) -> None:
    assert due_on(day(start), 0, unit, CALENDAR) == Due(day(start), provisional=False)
    assert promised_on(day(start), 0, unit, CALENDAR) == Due(day(start), provisional=False)


@pytest.mark.parametrize(("start", "amount", "last"), STATUTORY + PROVISIONAL)
def test_a_promise_in_days_is_never_later_than_the_law_and_never_provisional(
    start: str, amount: int, last: str
) -> None:
    promised = promised_on(day(start), amount, PeriodUnit.DAY, CALENDAR)
    assert promised == Due(day(start) + timedelta(days=amount), provisional=False)
    assert promised.on <= day(last)


@given(
    start=st.dates(min_value=date(2017, 1, 1), max_value=date(2027, 12, 31)),
    amount=st.integers(min_value=0, max_value=120),
)
def test_adding_working_days_is_counting_them_one_by_one(start: date, amount: int) -> None:
    found = CALENDAR.add_working_days(start, amount)
    between = [start + timedelta(days=step) for step in range(1, (found - start).days + 1)]
    assert sum(_is_worked(CALENDAR, day) for day in between) == amount
    assert amount == 0 or _is_worked(CALENDAR, found)


@given(
    start=st.dates(min_value=date(2017, 1, 1), max_value=date(2028, 12, 31)),
    amount=st.integers(min_value=1, max_value=90),
)
def test_a_statutory_period_is_never_shorter_and_ends_on_a_working_day(start: date, amount: int) -> None:
    due = due_on(start, amount, PeriodUnit.DAY, CALENDAR)
    last = start + timedelta(days=amount)
    assert due.on >= last
    assert _is_worked(CALENDAR, due.on)
    assert not any(_is_worked(CALENDAR, last + timedelta(days=step)) for step in range((due.on - last).days))
    assert due.provisional == (due.on.year > max(CALENDAR.years) or last.year > max(CALENDAR.years))


def _is_worked(calendar: Calendar, day: date) -> bool:
    if day.weekday() >= 5:
        return day in calendar.work
    return day not in calendar.off and (calendar.knows(day) or not calendar.lawful.has(day))


@pytest.mark.parametrize("layer", list(Layer))
def test_the_petitioners_own_time_never_ends_on_a_day_off(layer: Layer) -> None:
    """Whether the law or a house gives it; a promise of the house itself stays where it falls."""
    rule = rulebook(day("2026-03-02")).clock_rule(code="review_window", kind="claim")
    assert rule is not None and rule.bound is Bound.PETITIONER
    window = replace(rule, layer=layer, amount=45)
    for step in range(400):
        at = office(2025, 9, 1) + timedelta(days=step)
        assert CALENDAR.is_working_day(rule_due(window, at, None, CALENDAR).on), at
    owed = replace(window, layer=Layer.PROMISE, bound=Bound.AUTHORITY)
    assert rule_due(owed, office(2026, 1, 2), None, CALENDAR).on == day("2026-02-16")
