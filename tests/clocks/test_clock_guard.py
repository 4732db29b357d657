"""A clock nobody can reset: the database itself refuses, whatever writes to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from huiyin.clocks.models import Clock, Extension
from huiyin.clocks.services import Subject, clock_extend, clocks_begin, clocks_on_event
from huiyin.kernel.ids import new_id
from tests.clocks.instants import office

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(subject: Callable[..., Subject]) -> Clock:
    mine = subject()
    clocks_begin([mine])
    clocks_on_event(subject=Subject(mine.id, mine.kind, mine.at), event="accepted")
    return Clock.objects.get(subject_id=mine.id, code="answer")


def refused(clock: Clock, **values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"started_at": F("started_at") + timedelta(days=1)},
        {"started_at": F("started_at") - timedelta(days=1)},
        {"subject_id": new_id()},
        {"code": "another"},
        {"kind": "inquiry"},
        {"layer": "promise"},
        {"article": "another"},
        {"rulebook": "another@1"},
        {"base_due_at": F("base_due_at") + timedelta(days=1)},
        {"due_at": F("due_at") + timedelta(seconds=1)},
        {"due_at": F("due_at") - timedelta(days=1)},
        {"due_at": F("due_at") + timedelta(days=30), "base_due_at": F("base_due_at") + timedelta(days=30)},
        {"provisional": True},
        {"provisional": True, "due_at": F("due_at") + timedelta(days=1)},
    ],
)
def test_no_update_resets_a_running_clock(answer: Clock, values: dict[str, Any]) -> None:
    refused(answer, **values)


def test_plain_sql_is_refused_too(answer: Clock) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clocks_clock SET due_at = %s", [answer.due_at + timedelta(days=1)])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM clocks_clock")


def test_a_stop_is_final(answer: Clock) -> None:
    at = office(2026, 6, 1)  # late
    clocks_on_event(subject=Subject(answer.subject_id, answer.kind, at), event="served")
    refused(answer, stopped_at=None, outcome="")
    refused(answer, stopped_at=answer.due_at)
    refused(answer, outcome="met")


def test_an_outcome_needs_a_stop_and_a_stop_an_outcome(answer: Clock) -> None:
    refused(answer, outcome="met")
    refused(answer, stopped_at=answer.due_at)
    refused(answer, stopped_at=answer.started_at - timedelta(seconds=1), outcome="met")


def test_an_extension_moves_the_due_date_once_and_to_its_own_day_only(answer: Clock) -> None:
    done = clock_extend(
        subject_id=answer.subject_id,
        code="answer",
        days=10,
        reason="案情复杂",
        approver="住建局",
        at=answer.started_at,
    )
    refused(answer, due_at=done.clock.due_at + timedelta(days=1))
    refused(answer, due_at=answer.due_at)
    for change in ({"days": 30}, {"due_after": done.extension.due_after + timedelta(days=1)}, {"reason": "另一个"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.filter(pk=done.extension.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        done.extension.delete()


def test_a_provisional_date_settles_once_and_not_far(subject: Callable[..., Subject]) -> None:
    mine = subject(at=office(2026, 12, 20))
    clocks_begin([mine])
    clock = Clock.objects.get(subject_id=mine.id, code="accept")
    assert clock.provisional
    refused(clock, due_at=clock.due_at + timedelta(days=1))
    refused(clock, due_at=clock.due_at + timedelta(days=16), provisional=False)
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(days=1), provisional=False)
    refused(clock, due_at=clock.due_at + timedelta(days=2), provisional=False)
