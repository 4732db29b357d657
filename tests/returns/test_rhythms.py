"""Working days, twice a month, and days that give way to the next working day, worked out by hand. No database.

By the tables that ship: 2026 off 1 to 3 January (Sunday the 4th is worked), 15 to 23 February (Saturdays the 14th and
the 28th are worked), 1 to 5 May, 1 to 7 October (Saturday the 10th is worked).
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import pytest

from huiyin.clocks.loading import calendar
from huiyin.returns.rules.errors import (
    EndInvalid,
    EndPutOffInvalid,
    MonthDayRequired,
    OftenInvalid,
    SecondMonthDayRequired,
)
from huiyin.returns.rules.plans import SchemePlan
from huiyin.returns.rules.timetable import Covers, OffDays, Rhythm, Timetable, slots_left

_BEGUN = date(2023, 1, 1)
_TWICE: dict[str, Any] = {"rhythm": Rhythm.TWICE_MONTHLY, "month_day": 1, "second_month_day": 15}
_NEXT: dict[str, Any] = {"off_days": OffDays.NEXT}
_UP_TO_DUE: dict[str, Any] = {"covers": Covers.UP_TO_DUE}


def _china(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def _timetable(**given: Any) -> Timetable:
    found = {"times": (time(17),), "covers": Covers.PERIOD_BEFORE, "begins_on": _BEGUN, **given}
    return Timetable(calendar=calendar(), **found)


def _text(at: datetime) -> str:
    return f"{at.astimezone(_china('2026-01-01 00:00').tzinfo):%m-%d %H:%M}".removesuffix(" 00:00")


def _slots(timetable: Timetable, after: str, until: str) -> list[str]:
    """Due day, and the time that it covers up to its end."""
    found = timetable.slots(after=_china(after), until=_china(until))
    return [f"{slot.day:%m-%d}: {_text(slot.covers_from)} {_text(slot.covers_to)}" for slot in found]


@pytest.mark.parametrize(
    ("given", "after", "until", "slots"),
    [
        # 1 and 15 February and 1 March are Sundays, the 15th the first day of the Spring Festival.
        (_TWICE, "2026-01-31 17:00", "2026-03-14 17:00",
         ["02-01: 01-15 02-01", "02-15: 02-01 02-15", "03-01: 02-15 03-01"]),
        (_TWICE | _NEXT, "2026-01-31 17:00", "2026-03-14 17:00",
         ["02-02: 01-15 02-01", "02-24: 02-01 02-15", "03-02: 02-15 03-01"]),
        (_TWICE | _NEXT | _UP_TO_DUE, "2026-02-02 17:00", "2026-03-02 17:00",
         ["02-24: 02-02 17:00 02-24 17:00", "03-02: 02-24 17:00 03-02 17:00"]),
        # Across the year, and a month that has no 31st.
        (_TWICE | {"month_day": 15, "second_month_day": 31}, "2025-12-14 17:00", "2026-03-14 17:00",
         ["12-15: 11-30 12-15", "12-31: 12-15 12-31", "01-15: 12-31 01-15", "01-31: 01-15 01-31",
          "02-15: 01-31 02-15", "02-28: 02-15 02-28"]),
        # February has neither, and April no 31st: one return then.
        (_TWICE | {"month_day": 30, "second_month_day": 31}, "2026-01-30 17:00", "2026-05-01 00:00",
         ["01-31: 01-30 01-31", "02-28: 01-31 02-28", "03-30: 02-28 03-30", "03-31: 03-30 03-31",
          "04-30: 03-31 04-30"]),
        (_TWICE | {"month_day": 28, "second_month_day": 29}, "2024-02-27 17:00", "2024-03-01 00:00",
         ["02-28: 01-29 02-28", "02-29: 02-28 02-29"]),
        (_TWICE | {"month_day": 28, "second_month_day": 29}, "2026-02-27 17:00", "2026-03-01 00:00",
         ["02-28: 01-29 02-28"]),
        # From Friday the 13th over the Spring Festival to the Saturday after it, which is worked.
        ({"rhythm": Rhythm.WORKDAYS} | _UP_TO_DUE, "2026-02-13 17:00", "2026-03-02 17:00",
         ["02-14: 02-13 17:00 02-14 17:00", "02-24: 02-14 17:00 02-24 17:00", "02-25: 02-24 17:00 02-25 17:00",
          "02-26: 02-25 17:00 02-26 17:00", "02-27: 02-26 17:00 02-27 17:00", "02-28: 02-27 17:00 02-28 17:00",
          "03-02: 02-28 17:00 03-02 17:00"]),
        ({"rhythm": Rhythm.WORKDAYS}, "2026-02-13 17:00", "2026-02-25 17:00",
         ["02-14: 02-13 02-14", "02-24: 02-14 02-24", "02-25: 02-24 02-25"]),
        # New Year's Day is a Thursday; Sunday the 4th is worked.
        ({"rhythm": Rhythm.WORKDAYS}, "2025-12-30 17:00", "2026-01-05 17:00",
         ["12-31: 12-30 12-31", "01-04: 12-31 01-04", "01-05: 01-04 01-05"]),
        # A leap day, a Thursday.
        ({"rhythm": Rhythm.WORKDAYS}, "2024-02-28 17:00", "2024-03-04 17:00",
         ["02-29: 02-28 02-29", "03-01: 02-29 03-01", "03-04: 03-01 03-04"]),
        # A year without a table: the holidays by law, Friday the 5th to Monday the 8th.
        ({"rhythm": Rhythm.WORKDAYS}, "2027-02-04 17:00", "2027-02-10 17:00",
         ["02-09: 02-04 02-09", "02-10: 02-09 02-10"]),
        # Both Mondays of the festival are asked for on the Tuesday after it, together.
        ({"rhythm": Rhythm.WEEKLY, "weekday": 0} | _NEXT, "2026-02-09 17:00", "2026-03-02 17:00",
         ["02-24: 02-09 02-23", "03-02: 02-23 03-02"]),
        ({"rhythm": Rhythm.WEEKLY, "weekday": 0}, "2026-02-09 17:00", "2026-03-02 17:00",
         ["02-16: 02-09 02-16", "02-23: 02-16 02-23", "03-02: 02-23 03-02"]),
        # Saturdays: two are worked, one is in the festival, one is an ordinary one.
        ({"rhythm": Rhythm.WEEKLY, "weekday": 5} | _NEXT, "2026-02-09 17:00", "2026-03-09 17:00",
         ["02-14: 02-02 02-09", "02-24: 02-09 02-16", "02-28: 02-16 02-23", "03-09: 02-23 03-02"]),
        # The last day of each month; 31 January is a Saturday, 31 May a Sunday.
        ({"rhythm": Rhythm.MONTHLY, "month_day": 31} | _NEXT, "2026-01-31 17:00", "2026-06-01 17:00",
         ["02-02: 12-01 01-01", "02-28: 01-01 02-01", "03-31: 02-01 03-01", "04-30: 03-01 04-01",
          "06-01: 04-01 05-01"]),
        ({"rhythm": Rhythm.MONTHLY, "month_day": 1} | _NEXT, "2025-12-31 17:00", "2026-02-01 17:00",
         ["01-04: 12-01 01-01"]),
        # What gives way beyond the last day isn't owed, nor what was named before the first one.
        ({"rhythm": Rhythm.MONTHLY, "month_day": 1, "ends_on": date(2026, 10, 5)} | _NEXT,
         "2026-09-01 17:00", "2026-11-01 17:00", []),
        ({"rhythm": Rhythm.MONTHLY, "month_day": 1, "begins_on": date(2026, 10, 5)} | _NEXT,
         "2026-09-01 17:00", "2026-11-02 17:00", ["11-02: 10-01 11-01"]),
    ],
)  # fmt: skip
def test_the_days_of_a_rhythm(given: dict[str, Any], after: str, until: str, slots: list[str]) -> None:
    assert _slots(_timetable(**given), after, until) == slots


@pytest.mark.parametrize(
    ("given", "since", "covered", "slots"),
    [
        # Monthly on the 5th, which has been; from the 9th on the 10th: February isn't asked for twice.
        ({"rhythm": Rhythm.MONTHLY, "month_day": 10}, "2026-03-09 12:00", "2026-03-01 00:00", ["04-10: 03-01 04-01"]),
        # The same, changed to Mondays: nothing of March is lost.
        ({"rhythm": Rhythm.WEEKLY, "weekday": 0}, "2026-03-11 12:00", "2026-03-01 00:00",
         ["03-16: 03-01 03-16", "03-23: 03-16 03-23"]),
        # Weekly up to Monday the 9th, changed to monthly: what weeks have said isn't said again.
        ({"rhythm": Rhythm.MONTHLY, "month_day": 5}, "2026-03-11 12:00", "2026-03-09 00:00", ["04-05: 03-09 04-01"]),
        # Daily by 15:00, changed on a Wednesday to Fridays by 17:00, and back to a time of every day.
        ({"rhythm": Rhythm.WEEKLY, "weekday": 4} | _UP_TO_DUE, "2026-03-11 16:00", "2026-03-11 15:00",
         ["03-13: 03-11 15:00 03-13 17:00", "03-20: 03-13 17:00 03-20 17:00"]),
        ({"rhythm": Rhythm.DAILY, "times": (time(9),)} | _UP_TO_DUE, "2026-03-20 08:00", "2026-03-13 17:00",
         ["03-20: 03-13 17:00 03-20 09:00", "03-21: 03-20 09:00 03-21 09:00"]),
    ],
)  # fmt: skip
def test_after_a_change_no_time_is_lost_and_none_is_asked_for_twice(
    given: dict[str, Any], since: str, covered: str, slots: list[str]
) -> None:
    changed = _timetable(since=_china(since), covered_until=_china(covered), **given)
    assert _slots(changed, since, "2026-04-30 00:00")[: len(slots)] == slots


def _left(timetable: Timetable, reported: str) -> Sequence[str]:
    slots = timetable.slots(after=_china("2026-03-11 12:00"), until=_china("2026-03-20 00:00"))
    found = slots_left(slots, _china(reported)).values()
    return [f"{_text(slot.due_at)}: {_text(slot.covers_from)}" for slot in found][:2]


def test_what_is_left_of_slots_where_a_unit_had_reported_ahead() -> None:
    daily = _timetable(rhythm=Rhythm.DAILY, times=(time(16),), **_UP_TO_DUE)
    # Up to 15:00 of 24 hours: only the next one is owed, from 15:00 on.
    assert _left(daily, "2026-03-11 15:00") == ["03-12 16:00: 03-11 15:00", "03-13 16:00: 03-12 16:00"]
    # Up to noon of the day before: the rest of it is owed.
    assert _left(daily, "2026-03-10 20:00") == ["03-11 16:00: 03-10 20:00", "03-12 16:00: 03-11 16:00"]


_TODAY = date(2026, 3, 2)


def _plan(**given: Any) -> SchemePlan:
    return SchemePlan(
        **{
            "name": "月报", "reason": "每月情况", "receiving_unit_id": 1, "unit_ids": (2,),
            "field_codes": ("meetings_held",), "rhythm": Rhythm.DAILY, "times": "17:00",
            "begins_on": date(2026, 2, 2), "covers": Covers.UP_TO_DUE, **given,
        }
    )  # fmt: skip


def test_days_of_a_rhythm_in_one_form() -> None:
    twice = _plan(begins_on=_TODAY, **_TWICE | {"month_day": 15, "second_month_day": 1} | _NEXT).checked(today=_TODAY)
    assert (twice.month_day, twice.second_month_day, twice.off_days) == (1, 15, OffDays.NEXT)
    days = {"weekday": 3, "month_day": 4, "second_month_day": 5}
    every = _plan(begins_on=_TODAY, rhythm=Rhythm.WORKDAYS, **days, **_NEXT).checked(today=_TODAY)
    assert (every.weekday, every.month_day, every.second_month_day) == (None, None, None)
    assert every.off_days is OffDays.STAY


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (_TWICE | {"month_day": None}, MonthDayRequired),
        (_TWICE | {"second_month_day": None}, SecondMonthDayRequired),
        (_TWICE | {"second_month_day": 32}, SecondMonthDayRequired),
        (_TWICE | {"second_month_day": 1}, SecondMonthDayRequired),
        ({"rhythm": Rhythm.WORKDAYS, "times": "8:00 20:00", "ends_on": date(2026, 3, 9)}, OftenInvalid),
    ],
)
def test_what_a_rhythm_is_refused_with(given: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _plan(begins_on=_TODAY, **given).checked(today=_TODAY)


def test_the_end_of_a_revised_scheme() -> None:
    """It may be put off, but of several times a day, which end by themselves."""
    before = _plan(ends_on=date(2026, 3, 20))
    assert _plan(ends_on=None).checked_after(before, today=_TODAY).ends_on is None
    with pytest.raises(EndInvalid):
        _plan(ends_on=date(2026, 3, 1)).checked_after(before, today=_TODAY)
    often = {"times": "8:00 20:00"}
    # Counted from the day of the change: the 1st of April is the 31st day.
    assert _plan(**often, ends_on=date(2026, 4, 1)).checked_after(before, today=_TODAY).is_often
    with pytest.raises(OftenInvalid):
        _plan(**often, ends_on=date(2026, 4, 2)).checked_after(before, today=_TODAY)
    begun = _plan(**often, ends_on=date(2026, 3, 10))
    assert _plan(**often, ends_on=date(2026, 3, 9)).checked_after(begun, today=_TODAY).ends_on == date(2026, 3, 9)
    for ends_on in (date(2026, 3, 11), None):
        with pytest.raises(EndPutOffInvalid):
            _plan(**often, ends_on=ends_on).checked_after(begun, today=_TODAY)
