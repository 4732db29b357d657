"""Which days a plan by rule has, who takes them in turn, and which weeks stay without one."""

from datetime import date

import pytest

from huiyin.clocks.rules.calendar import Calendar, YearTable
from huiyin.reception.rules.plans import (
    DateNote,
    DaysOff,
    Obstacle,
    PlanRhythm,
    monday_of,
    rhythm_dates,
    take_turns,
    weeks_without,
)

# Mondays to Fridays but for a holiday on Monday 6 and Tuesday 7 April; Saturday 11 April is worked for it.
_TABLE = YearTable(
    year=2026,
    source="made up",
    published="",
    checked=date(2026, 1, 1),
    checked_against="",
    off=frozenset({date(2026, 4, 6), date(2026, 4, 7)}),
    work=frozenset({date(2026, 4, 11)}),
)
CALENDAR = Calendar.of([_TABLE])
MONDAY = frozenset({0})
DAILY = frozenset(range(7))


def april(day: int) -> date:
    return date(2026, 4, day)


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (PlanRhythm(april(1), april(30), MONDAY), [13, 20, 27]),
        (PlanRhythm(april(1), april(30), MONDAY, days_off=DaysOff.MOVE), [8, 13, 20, 27]),
        (PlanRhythm(april(1), april(30), MONDAY, days_off=DaysOff.KEEP), [6, 13, 20, 27]),
        (PlanRhythm(april(13), april(30), MONDAY, every=2), [13, 27]),
        # Weeks count from that of the first day, whatever day it is.
        (PlanRhythm(april(15), april(30), MONDAY, every=2), [27]),
        (PlanRhythm(april(13), april(30), frozenset({0, 3}), every=2), [13, 16, 27, 30]),
        # Daily: the worked Saturday is a day, the ordinary weekend isn't.
        (PlanRhythm(april(3), april(14), DAILY), [3, 8, 9, 10, 11, 13, 14]),
        (PlanRhythm(april(20), april(20), MONDAY), [20]),
        (PlanRhythm(april(21), april(22), MONDAY), []),
        # Moved past the end it isn't made.
        (PlanRhythm(april(1), april(7), MONDAY, days_off=DaysOff.MOVE), []),
        # Two that would meet are one.
        (PlanRhythm(april(6), april(8), frozenset({0, 1, 2}), days_off=DaysOff.MOVE), [8]),
    ],
)
def test_a_rhythm_has_these_days(rhythm: PlanRhythm, days: list[int]) -> None:
    found = [planned.on for planned in rhythm_dates(rhythm, CALENDAR) if planned.on]
    assert found == [april(day) for day in days]


@pytest.mark.parametrize(
    ("days_off", "note"),
    [(DaysOff.SKIP, DateNote.SKIPPED), (DaysOff.MOVE, DateNote.MOVED), (DaysOff.KEEP, DateNote.KEPT)],
)
def test_each_day_off_says_what_became_of_it(days_off: DaysOff, note: DateNote) -> None:
    (planned,) = rhythm_dates(PlanRhythm(april(6), april(8), MONDAY, days_off=days_off), CALENDAR)
    assert (planned.wanted, planned.note) == (april(6), note)


def test_leaders_take_turns_and_the_next_takes_over() -> None:
    away = {(2, april(14)), (1, april(16)), (2, april(16)), (3, april(16))}

    def obstacle(officer_id: int, on: date) -> Obstacle | None:
        return Obstacle.AWAY if (officer_id, on) in away else None

    dates = [april(day) for day in (13, 14, 15, 16, 17)]
    turns = take_turns(dates, (1, 2, 3), obstacle)
    # Over 2 the turn passes to 3; on the day that none can take, nobody loses a turn.
    assert [turn.officer_id for turn in turns] == [1, 3, 1, None, 2]
    assert turns[1].passed == ((2, Obstacle.AWAY),)
    assert len(turns[3].passed) == 3


def test_weeks_without_a_day_are_found() -> None:
    assert weeks_without(april(1), april(20), [april(3), april(17)]) == [april(6), april(20)]
    assert monday_of(april(12)) == april(6)
