"""A stopped clock can't be started again, and a late one can't be moved: by no door and by no statement."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks.models import Clock, Extension, Postponement
from huiyin.clocks.selectors import ClockSignal, clocks_due_for_signal
from huiyin.clocks.services import (
    ClockNotRunning,
    ExtensionTooLate,
    Subject,
    clock_exclude,
    clock_extend,
    clock_signal_claim,
    clocks_begin,
    clocks_on_event,
    clocks_postpone,
    clocks_settle_provisional,
)
from tests.clocks.conftest import Later
from tests.clocks.instants import end, office

pytestmark = pytest.mark.django_db
WHY = {"reason": "案情复杂", "approver": "住建局"}


@pytest.fixture
def mine(subject: Callable[..., Subject], later_year: Later) -> Subject:
    """Accepted on 2 March 2027: the answer is due on Monday, 3 May."""
    later_year("off = []")
    made = subject(at=office(2027, 3, 2))
    clocks_begin([made])
    clocks_on_event(subject=made, event="accepted")
    return made


def answer(subject: Subject) -> dict[str, Any]:
    return dict(Clock.objects.filter(subject_id=subject.id, code="answer").values().get())


def test_no_event_starts_a_stopped_clock_again(mine: Subject) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2027, 3, 20)), event="served")
    before = list(Clock.objects.filter(subject_id=mine.id).order_by("pk").values())
    assert answer(mine)["outcome"] == "met"
    for event in ("accepted", "registered", "served"):
        change = clocks_on_event(subject=Subject(mine.id, mine.kind, office(2027, 3, 21)), event=event)
        assert change.rows == [], event
    assert list(Clock.objects.filter(subject_id=mine.id).order_by("pk").values()) == before


def test_a_second_row_of_it_cant_be_written(mine: Subject) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2027, 3, 20)), event="served")
    again = Clock.objects.get(subject_id=mine.id, code="answer")
    for name, value in (("pk", None), ("stopped_at", None), ("outcome", "")):
        setattr(again, name, value)
    again._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.parametrize("stop", [None, "earlier", "later"])
def test_no_statement_opens_it(mine: Subject, stop: str | None) -> None:
    at = office(2027, 3, 20)
    clocks_on_event(subject=Subject(mine.id, mine.kind, at), event="served")
    before = answer(mine)
    moved = {None: None, "earlier": office(2027, 3, 19), "later": office(2027, 3, 21)}[stop]
    values = {"stopped_at": moved, "outcome": "met" if moved else ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=before["id"]).update(**values)
    assert answer(mine) == before


def test_no_service_touches_a_stopped_one(mine: Subject, later_year: Later) -> None:
    clocks_on_event(subject=Subject(mine.id, mine.kind, office(2027, 3, 20)), event="served")
    before, at = answer(mine), office(2027, 3, 21)
    later_year("off = [2027-05-03]")
    for service in (clock_extend, clock_exclude):
        article = {} if service is clock_extend else {"article": "第三十六条"}
        with pytest.raises(ClockNotRunning):
            service(subject_id=mine.id, code="answer", days=5, at=at, **WHY, **article)
    clocks_postpone(at)
    clocks_settle_provisional(at)
    stale = ClockSignal(
        before["id"], mine.id, "answer", bound=None, offset=-3, escalate=False,  # type: ignore[arg-type]
        due_at=before["due_at"], seen_at=at, following_at=None,
    )  # fmt: skip
    assert not clock_signal_claim(signal=stale, at=at)
    assert [signal for signal in clocks_due_for_signal(at=office(2027, 12, 1)) if signal.code == "answer"] == []
    assert answer(mine) == before
    assert not Extension.objects.exists() and not Postponement.objects.filter(clock=before["id"]).exists()


def test_no_service_moves_a_late_one(mine: Subject, later_year: Later) -> None:
    before, at = answer(mine), office(2027, 5, 4)
    assert before["due_at"] == end(2027, 5, 3) < at
    later_year("off = [2027-05-03, 2027-05-04]")
    with pytest.raises(ExtensionTooLate):
        clock_extend(subject_id=mine.id, code="answer", days=5, at=at, **WHY)
    assert clock_exclude(subject_id=mine.id, code="answer", days=5, at=at, article="第三十六条", **WHY) is None
    clocks_postpone(at)
    clocks_settle_provisional(at)
    assert answer(mine)["due_at"] == before["due_at"]
    assert not Extension.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Postponement.objects.create(
            clock_id=before["id"], due_before=before["due_at"], due_after=end(2027, 5, 5), at=at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=before["id"]).update(due_at=end(2027, 5, 5))
