"""A clock whose day somebody sets; what units owe each other; what a unit may still do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks.models import Clock
from huiyin.clocks.rules.next_due import next_due
from huiyin.clocks.rules.reading import rulebook_parse
from huiyin.clocks.rules.rulebook import BY_HAND, Bound
from huiyin.clocks.selectors import clock_views, due_first
from huiyin.clocks.services import (
    ClockDayPast,
    ClockDayTooFar,
    ClockNotByHand,
    Subject,
    clock_until,
    clock_until_instant,
    clocks_begin,
    clocks_on_event,
    clocks_until_time,
)
from tests.clocks.instants import end, office
from tests.clocks.test_rulebook import LAW

pytestmark = pytest.mark.django_db


def test_it_is_due_on_the_chosen_day_be_it_a_sunday(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clock = clock_until(subject=mine, code="report", due_on=date(2026, 3, 8))
    kept = Clock.objects.get(pk=clock.pk)
    assert (kept.due_at, kept.base_due_at, kept.provisional) == (end(2026, 3, 8), end(2026, 3, 8), False)
    assert kept.article.endswith("第二十二条")
    assert kept.next_signal_at == office(2026, 3, 5, 8)


def test_a_day_that_is_not_ahead_is_refused(subject: Callable[..., Subject]) -> None:
    mine = subject()
    for day in (3, 2):
        with pytest.raises(ClockDayPast):
            clock_until(subject=mine, code="report", due_on=date(2026, 3, day))
    clock_until(subject=mine, code="report", due_on=date(2026, 3, 4))
    with pytest.raises(IntegrityError), transaction.atomic():
        clock_until(subject=mine, code="report", due_on=date(2026, 3, 5))
    with pytest.raises(ClockNotByHand):
        clock_until(subject=mine, code="answer", due_on=date(2026, 3, 5))


def test_a_day_beyond_fifty_years_is_refused(subject: Callable[..., Subject]) -> None:
    mine = subject()
    for day in (date(2126, 3, 3), date(9999, 12, 31)):
        with pytest.raises(ClockDayTooFar):
            clock_until(subject=mine, code="report", due_on=day)
        with pytest.raises(ClockDayTooFar):
            clocks_until_time(subjects=[mine], code="report", due_on=day, by=time(17))
    with pytest.raises(ClockDayTooFar):
        clock_until_instant(subject=mine, code="report", due_at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    clock_until(subject=mine, code="report", due_on=date(2076, 3, 2))


def test_several_stop_one_by_one(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    for number in (1, 2):
        clock_until(subject=replace(mine, round=number), code="assist", due_on=date(2026, 3, 9 + number))
    clocks_on_event(subject=replace(mine, round=2, at=mine.at + timedelta(hours=1)), event="contributed")
    running = Clock.objects.filter(subject_id=mine.id, code="assist", stopped_at=None)
    assert list(running.values_list("round", flat=True)) == [1]


def test_no_event_starts_one(subject: Callable[..., Subject]) -> None:
    mine = subject()
    clocks_begin([mine])
    clocks_on_event(subject=mine, event="unit_assigned")
    assert not Clock.objects.filter(subject_id=mine.id, code__in=["report", "assist"]).exists()


def test_what_a_unit_may_still_do_is_never_late_and_never_due(subject: Callable[..., Subject]) -> None:
    mine = subject("claim", office(2026, 3, 2))
    clocks_begin([mine])
    change = clocks_on_event(subject=mine, event="unit_assigned")
    window = Clock.objects.get(subject_id=mine.id, code="object")
    assert window.due_at == end(2026, 3, 9)
    assert change.next_due_at == end(2026, 3, 2)
    after = office(2026, 3, 20)
    clocks_on_event(subject=replace(mine, at=after), event="accepted")
    view = next(clock for clock in clock_views(subject_id=mine.id, at=after) if clock.code == "object")
    assert (view.tone, view.is_over) == ("neutral", True)
    assert due_first(subject_ids=[mine.id], at=after)[mine.id].code != "object"
    stopped = clocks_on_event(subject=replace(mine, at=after), event="handed_on").rows
    assert [(clock.code, clock.outcome) for clock in stopped] == [("object", "met")]


def test_the_petitioners_window_is_not_cut_short_by_what_units_owe_each_other() -> None:
    early, late = office(2026, 3, 5), office(2026, 4, 5)
    assert next_due([(Bound.AUTHORITY, late), (Bound.INSIDE, early)]) == early
    assert next_due([(Bound.PETITIONER, late), (Bound.INSIDE, early)]) == late
    assert next_due([(Bound.AUTHORITY, late), (Bound.UNIT, early)]) == late
    assert next_due([(Bound.UNIT, early)]) is None


def test_a_rule_whose_day_is_set_by_hand_needs_no_amount() -> None:
    rule = rulebook_parse(LAW, file="cn-2022.toml").clock_rule(code="report", kind="claim")
    assert rule is not None
    assert (rule.starts, rule.amount, rule.each) == (BY_HAND, 0, True)
