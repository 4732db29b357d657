"""Due days that were worked out by hand, against the clocks: the very rows that an event writes."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import rulebook
from huiyin.clocks.services import Subject, clock_extend, clocks_begin, clocks_on_event
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import end_of_day
from tests.clocks.instants import office

DATES = tomllib.loads((Path(__file__).parent / "dates.toml").read_text(encoding="utf-8"))["dates"]
Row = Mapping[str, Any]


def _name(row: Row) -> str:
    extended = f"+{row['extend']}" if "extend" in row else ""
    return f"{row['rule']}{extended}-{row['start']}"


def _morning(day: date) -> datetime:
    return office(day.year, day.month, day.day)


def _started(row: Row) -> Clock:
    """The clock of the row, started as it would be in a matter's life."""
    at = _morning(row["start"])
    subject = Subject(id=new_id(), kind=row["kind"], at=at)
    rule = rulebook(row["start"]).clock_rule(code=row["rule"], kind=row["kind"])
    assert rule is not None
    if "posted" in row:
        posted = Subject(id=subject.id, kind=subject.kind, at=_morning(row["posted"]))
        assert row["rule"] not in {clock.code for clock in clocks_on_event(subject=posted, event="posted").rows}
    started = clocks_begin([subject])
    if rule.starts != "registered":
        started = clocks_on_event(subject=subject, event=rule.starts).rows
    if "extend" in row:
        clock_extend(
            subject_id=subject.id,
            code=row["rule"],
            days=row["extend"],
            reason="要等鉴定结果",
            approver="主任",
            at=at + timedelta(days=1),
        )
    (code,) = {clock.code for clock in started if clock.code == row["rule"]}
    return Clock.objects.get(subject_id=subject.id, code=code)


@pytest.mark.django_db
@pytest.mark.parametrize("row", DATES, ids=_name)
def test_a_clock_ends_on_the_day_that_was_worked_out_by_hand(row: Row) -> None:
    clock = _started(row)
    expected = (end_of_day(row["due"]), row.get("provisional", False))
    assert (clock.due_at, clock.provisional) == expected, row["why"]


def test_the_table_is_what_it_says() -> None:
    """Many rows, each once and with its reason; every kind of day that is hard to count is among them."""
    assert len(DATES) >= 60
    assert len({_name(row) + row["kind"] for row in DATES}) == len(DATES)
    assert all(row["why"].strip() for row in DATES)
    assert {row["start"].year for row in DATES} >= {2024, 2025, 2026, 2027, 2028}
    assert sum("posted" in row for row in DATES) >= 4
    assert sum(row.get("provisional", False) for row in DATES) >= 8
    assert date(2024, 2, 29) in {row["due"] for row in DATES} & {row["start"] for row in DATES}
