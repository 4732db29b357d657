"""When returns are due and what they cover, worked out by hand. No database."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from huiyin.returns.rules.counts import rate_in_time
from huiyin.returns.rules.errors import (
    BeginInvalid,
    EndInvalid,
    FieldsRequired,
    FieldUnknownInvalid,
    MonthDayRequired,
    NameRequired,
    OftenInvalid,
    ReasonRequired,
    TimesInvalid,
    UnitsRequired,
    WeekdayRequired,
)
from huiyin.returns.rules.plans import LineLongInvalid, SchemePlan, times_of
from huiyin.returns.rules.standing import ReturnStanding, standing_of
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.rules.timetable import Covers, Rhythm, Timetable

_TODAY = date(2026, 3, 2)


def _china(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def _slots(timetable: Timetable, after: str, until: str) -> list[tuple[str, str, str, str]]:
    """Due, from, to and opens, on the office's clock."""
    zone = _china(after).tzinfo

    def text(at: datetime) -> str:
        return f"{at.astimezone(zone):%m-%d %H:%M}"

    found = timetable.slots(after=_china(after), until=_china(until))
    return [(text(slot.due_at), text(slot.covers_from), text(slot.covers_to), text(slot.opens_at)) for slot in found]


def test_every_day_nights_and_days_off_included() -> None:
    daily = Timetable(Rhythm.DAILY, (time(15),), Covers.UP_TO_DUE, date(2026, 2, 1))
    # 2026-02-28 is a Saturday, and the first of March follows it.
    assert _slots(daily, "2026-02-27 15:00", "2026-03-01 15:00") == [
        ("02-28 15:00", "02-27 15:00", "02-28 15:00", "02-28 00:00"),
        ("03-01 15:00", "02-28 15:00", "03-01 15:00", "03-01 00:00"),
    ]
    before = Timetable(Rhythm.DAILY, (time(9, 30),), Covers.PERIOD_BEFORE, date(2026, 2, 1))
    assert _slots(before, "2026-02-28 09:30", "2026-03-01 09:30") == [
        ("03-01 09:30", "02-28 00:00", "03-01 00:00", "03-01 00:00")
    ]


def test_several_times_a_day_leave_no_gap() -> None:
    flood = Timetable(Rhythm.DAILY, (time(8), time(20)), Covers.UP_TO_DUE, date(2026, 7, 1), date(2026, 7, 2))
    assert _slots(flood, "2026-07-01 00:00", "2026-07-09 00:00") == [
        ("07-01 08:00", "07-01 00:00", "07-01 08:00", "07-01 00:00"),
        ("07-01 20:00", "07-01 08:00", "07-01 20:00", "07-01 08:00"),
        ("07-02 08:00", "07-01 20:00", "07-02 08:00", "07-02 00:00"),
        ("07-02 20:00", "07-02 08:00", "07-02 20:00", "07-02 08:00"),
    ]


def test_a_week_from_monday_to_monday() -> None:
    weekly = Timetable(Rhythm.WEEKLY, (time(10),), Covers.PERIOD_BEFORE, date(2025, 12, 1), weekday=1)
    # Tuesday 2026-01-06: the week of 2025-12-29.
    assert _slots(weekly, "2025-12-30 10:00", "2026-01-06 10:00") == [
        ("01-06 10:00", "12-29 00:00", "01-05 00:00", "01-05 00:00")
    ]
    friday = Timetable(Rhythm.WEEKLY, (time(17),), Covers.UP_TO_DUE, date(2025, 12, 1), weekday=4)
    assert _slots(friday, "2026-01-02 17:00", "2026-01-09 17:00") == [
        ("01-09 17:00", "01-02 17:00", "01-09 17:00", "01-08 00:00")
    ]


@pytest.mark.parametrize(
    ("year", "days"), [(2026, ["01-31", "02-28", "03-31", "04-30"]), (2028, ["01-31", "02-29", "03-31", "04-30"])]
)
def test_a_short_month_has_its_last_day(year: int, days: list[str]) -> None:
    monthly = Timetable(Rhythm.MONTHLY, (time(12),), Covers.UP_TO_DUE, date(year, 1, 1), month_day=31)
    found = _slots(monthly, f"{year}-01-01 00:00", f"{year}-05-01 00:00")
    assert [due[:5] for due, *_ in found] == days
    assert [since[:5] for _, since, *_ in found] == ["01-01", *days[:-1]]  # not before the scheme began


def test_the_month_before_across_the_year() -> None:
    monthly = Timetable(Rhythm.MONTHLY, (time(17),), Covers.PERIOD_BEFORE, date(2025, 1, 1), month_day=5)
    assert _slots(monthly, "2025-12-31 00:00", "2026-01-31 00:00") == [
        ("01-05 17:00", "12-01 00:00", "01-01 00:00", "01-01 00:00")
    ]


@pytest.mark.parametrize(
    ("state", "reported", "at", "standing"),
    [
        (ReturnState.DUE, None, "2026-03-02 15:00:00", ReturnStanding.DUE),
        (ReturnState.DUE, None, "2026-03-02 15:00:01", ReturnStanding.MISSING),
        (ReturnState.SENT, "2026-03-02 15:00:00", "2026-03-02 18:00", ReturnStanding.IN_TIME),
        (ReturnState.CORRECTED, "2026-03-02 15:00:01", "2026-03-02 18:00", ReturnStanding.LATE),
        (ReturnState.CALLED_OFF, None, "2026-03-02 18:00", ReturnStanding.CALLED_OFF),
    ],
)
def test_how_a_return_stands(state: ReturnState, reported: str | None, at: str, standing: ReturnStanding) -> None:
    due_at = _china("2026-03-02 15:00")
    reported_at = _china(reported) if reported else None
    assert standing_of(state=state, due_at=due_at, reported_at=reported_at, at=_china(at)) is standing


def test_the_rate_of_a_month() -> None:
    counts = {ReturnStanding.IN_TIME: 452, ReturnStanding.LATE: 9, ReturnStanding.MISSING: 4, ReturnStanding.DUE: 15}
    assert f"{rate_in_time(counts):.1%}" == "97.2%"
    assert rate_in_time({ReturnStanding.DUE: 3}) is None


def test_times_as_they_are_typed() -> None:
    assert times_of("15:00 9:30、21：05") == (time(9, 30), time(15), time(21, 5))
    for wrong in ("", "25:00", "15", "0:00", "三点", " ".join(f"{hour}:00" for hour in range(1, 10))):
        with pytest.raises(TimesInvalid):
            times_of(wrong)


def _plan(**given: Any) -> SchemePlan:
    return SchemePlan(
        **{
            "name": "周报", "reason": "每周情况", "receiving_unit_id": 1, "unit_ids": (2,),
            "field_codes": ("meetings_held",), "rhythm": Rhythm.WEEKLY, "weekday": 4, "times": "17:00",
            "begins_on": _TODAY, **given,
        }
    )  # fmt: skip


def test_what_a_scheme_must_have() -> None:
    checked = _plan(name=" 周  报 ", unit_ids=(2, 3, 2), month_day=7).checked(today=_TODAY)
    assert (checked.name, checked.unit_ids, checked.month_day) == ("周 报", (2, 3), None)


_OFTEN = {"rhythm": Rhythm.DAILY, "times": "8:00 20:00", "covers": Covers.UP_TO_DUE}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": " "}, NameRequired),
        ({"name": "名" * 61}, LineLongInvalid),
        ({"reason": "无"}, ReasonRequired),
        ({"unit_ids": ()}, UnitsRequired),
        ({"field_codes": ()}, FieldsRequired),
        ({"field_codes": ("who_left_the_village",)}, FieldUnknownInvalid),
        ({"weekday": None}, WeekdayRequired),
        ({"rhythm": Rhythm.MONTHLY}, MonthDayRequired),
        ({"rhythm": Rhythm.MONTHLY, "month_day": 32}, MonthDayRequired),
        ({"times": "半夜"}, TimesInvalid),
        ({"begins_on": date(2026, 3, 1)}, BeginInvalid),
        ({"ends_on": date(2026, 3, 1)}, EndInvalid),
        ({"times": "8:00 20:00"}, OftenInvalid),
        ({**_OFTEN}, OftenInvalid),
        ({**_OFTEN, "covers": Covers.PERIOD_BEFORE, "ends_on": date(2026, 3, 9)}, OftenInvalid),
        ({**_OFTEN, "ends_on": date(2026, 4, 2)}, OftenInvalid),
    ],
)
def test_what_a_scheme_is_refused_with(given: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _plan(**given).checked(today=_TODAY)


def test_two_slots_a_day_for_a_month_are_fine() -> None:
    plan = _plan(**_OFTEN, ends_on=date(2026, 4, 1)).checked(today=_TODAY)
    slots = plan.timetable.slots(after=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2027, 1, 1, tzinfo=UTC))
    assert len(slots) == 62 and slots[-1].day == date(2026, 4, 1)
