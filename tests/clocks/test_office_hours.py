"""A promise of the same day that counts from the office hours: instants worked out by hand, against the very rows."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import clock_views
from huiyin.clocks.services import Subject, clocks_begin
from huiyin.kernel.time import OFFICE_ZONE, end_of_day

INSTANTS = tomllib.loads((Path(__file__).parent / "hours.toml").read_text(encoding="utf-8"))["instants"]


def _on_the_wall(at: datetime) -> datetime:
    return at.replace(tzinfo=OFFICE_ZONE)


@pytest.mark.django_db
@pytest.mark.parametrize("row", INSTANTS, ids=lambda row: row["at"].isoformat())
def test_the_same_day_begins_when_the_office_can_see_it(
    row: Mapping[str, Any], subject: Callable[..., Subject]
) -> None:
    mine = subject(at=_on_the_wall(row["at"]))
    clocks_begin([mine])
    clock = Clock.objects.get(subject_id=mine.id, code="accept_promise")
    assert (clock.due_at, clock.provisional) == (end_of_day(row["due"]), row.get("provisional", False)), row["why"]
    assert clock.started_at == mine.at


@pytest.mark.django_db
def test_nothing_filed_on_a_sunday_evening_is_due_that_day(subject: Callable[..., Subject]) -> None:
    at = _on_the_wall(datetime(2026, 11, 29, 20, 40))  # noqa: DTZ001 - a wall clock
    mine = subject(at=at)
    clocks_begin([mine])
    views = clock_views(subject_id=mine.id, at=at)
    assert {view.code for view in views} >= {"accept", "accept_promise", "own"}
    assert all(view.due_on > date(2026, 11, 29) and "今天到期" not in view.sentence for view in views)


def test_the_table_has_every_sort_of_instant() -> None:
    assert len({row["at"] for row in INSTANTS}) == len(INSTANTS) >= 15
    assert all(row["why"].strip() for row in INSTANTS)
