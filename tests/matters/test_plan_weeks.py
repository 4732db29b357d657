"""The weeks of a plan period, worked out by hand. No database."""

from datetime import date

import pytest

from huiyin.matters.plan_period.rules import PeriodDays, WeekState, owes, week_state, weeks_to_write

_FRIDAY = 4
# Monday, 2 March 2026, and a hundred days.
_DAYS = PeriodDays(date(2026, 3, 2), date(2026, 6, 9), _FRIDAY)


def test_a_hundred_days_have_fifteen_weeks_the_last_one_cut_short() -> None:
    weeks = _DAYS.weeks()
    assert (len(weeks), weeks[0], weeks[1], weeks[-2], weeks[-1]) == (
        15, date(2026, 3, 6), date(2026, 3, 13), date(2026, 6, 5), date(2026, 6, 9),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "weeks"),
    [
        # From a Friday to a Friday: both are due days.
        (date(2026, 3, 6), date(2026, 3, 13), (date(2026, 3, 6), date(2026, 3, 13))),
        # No Friday at all: due on the last day.
        (date(2026, 3, 9), date(2026, 3, 11), (date(2026, 3, 11),)),
        (date(2026, 3, 6), date(2026, 3, 6), (date(2026, 3, 6),)),
    ],
)
def test_short_periods(begins_on: date, ends_on: date, weeks: tuple[date, ...]) -> None:
    assert PeriodDays(begins_on, ends_on, _FRIDAY).weeks() == weeks


def test_a_day_belongs_to_the_week_that_is_due_next() -> None:
    days = (date(2026, 1, 1), date(2026, 3, 6), date(2026, 3, 7), date(2027, 1, 1))
    assert [_DAYS.week_of(day) for day in days] == [
        date(2026, 3, 6), date(2026, 3, 6), date(2026, 3, 13), date(2026, 6, 9),
    ]  # fmt: skip


def test_no_weekly_line_is_due_before_a_matter_is_added_or_after_it_ends() -> None:
    since = date(2026, 3, 9)
    assert [owes(day, since=since, until=date(2026, 3, 20)) for day in _DAYS.weeks()[:4]] == [
        False, True, False, False,
    ]  # fmt: skip
    assert owes(date(2026, 3, 20), since=since, until=None)


@pytest.mark.parametrize(
    ("is_owed", "written_on", "today", "expected"),
    [
        (True, date(2026, 3, 13), date(2026, 4, 1), WeekState.WRITTEN),
        (True, date(2026, 3, 14), date(2026, 4, 1), WeekState.LATE),
        (True, None, date(2026, 3, 13), WeekState.DUE),
        (True, None, date(2026, 3, 14), WeekState.MISSING),
        (False, None, date(2026, 3, 14), WeekState.NOT_OWED),
    ],
)
def test_how_a_week_stands(is_owed: bool, written_on: date | None, today: date, expected: WeekState) -> None:
    due_on = date(2026, 3, 13)
    assert week_state(is_owed=is_owed, due_on=due_on, written_on=written_on, today=today) is expected


def test_a_revised_last_day_keeps_the_lines_of_the_week_that_it_cuts_short() -> None:
    """A line that was written for one day counts for the week whose day that became, whichever way the end moved."""
    longer = PeriodDays(_DAYS.begins_on, date(2026, 6, 19), _FRIDAY)
    assert longer.span_of(date(2026, 6, 12)) == (date(2026, 6, 5), date(2026, 6, 12))
    shorter = PeriodDays(_DAYS.begins_on, date(2026, 6, 3), _FRIDAY)
    assert shorter.weeks()[-1] == date(2026, 6, 3)
    # What was written for Friday the fifth is of the last week, due on Wednesday.
    assert shorter.span_of(date(2026, 6, 3)) == (date(2026, 5, 29), None)
    assert _DAYS.span_of(_DAYS.weeks()[0]) == (None, date(2026, 3, 6))


def test_a_period_that_was_ended_early_shows_the_week_in_which_it_ended() -> None:
    ended = PeriodDays(_DAYS.begins_on, _DAYS.ends_on, _FRIDAY, ended_on=date(2026, 3, 10))
    assert ended.present_week(date(2026, 5, 1)) == date(2026, 3, 13)
    assert ended.is_over(date(2026, 3, 10)) and not _DAYS.is_over(date(2026, 6, 9))
    found = weeks_to_write(ended, since=_DAYS.begins_on, until=ended.ended_on, today=date(2026, 3, 12))
    assert found == (date(2026, 3, 6),)


def test_a_line_can_be_written_for_this_week_and_four_before_it() -> None:
    since = _DAYS.begins_on
    assert weeks_to_write(_DAYS, since=since, until=None, today=date(2026, 3, 1)) == ()
    assert weeks_to_write(_DAYS, since=since, until=None, today=date(2026, 3, 3)) == (date(2026, 3, 6),)
    found = weeks_to_write(_DAYS, since=since, until=None, today=date(2026, 4, 30))
    assert (found[0], found[-1], len(found)) == (date(2026, 5, 1), date(2026, 4, 3), 5)
