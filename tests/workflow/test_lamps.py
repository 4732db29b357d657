"""A new kind of case gets all of this without a line of its own for it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.clocks.models import Clock
from huiyin.documents.models import Letter
from huiyin.kernel.refs import Ref
from huiyin.ledger.models import Entry
from huiyin.notices.models import Notice
from huiyin.workflow.errors import ActionNotAllowed, ActionNotOpen, CaseChanged, CaseNotFound
from huiyin.workflow.reminders import reminders_give
from tests.cast import Cast
from tests.workflow.lamps import (
    LAMPS,
    Action,
    Lamp,
    LampStep,
    OwnRepair,
    State,
    lamp_move,
)
from tests.workflow.matrix import matrix_of

Make = Callable[..., UUID]
_WORKERS = ("handler", "approver", "drafting_approver")


def test_a_lamp_goes_its_way_with_clock_timeline_ledger_letter_and_notices(cast: Cast, lamp: Make) -> None:
    pk = lamp()
    handler, approver = cast.actor("handler"), cast.actor("approver")
    lamp_move(handler, pk, Action.TAKE, cast.at)
    clock = Clock.objects.get(subject_id=pk)
    assert (clock.kind, clock.due_at) == ("lamp", cast.at + timedelta(hours=2))
    assert Lamp.objects.get(pk=pk).next_due_at == clock.due_at
    counts: Counter[str] = Counter()
    reminders_give(at=cast.at + timedelta(minutes=61), most=9, counts=counts)
    assert counts == {"soon": 1}
    assert Notice.objects.filter(template="recommendation_due_soon").exists()
    lamp_move(handler, pk, Action.REPAIR, cast.at + timedelta(hours=3))
    lamp_move(approver, pk, Action.CHECK, cast.at + timedelta(hours=4))
    assert Clock.objects.get(subject_id=pk).outcome == "late"
    row = Lamp.objects.get(pk=pk)
    assert (row.state, row.version, row.next_due_at) == (State.CHECKED, 4, None)
    steps = LampStep.objects.filter(lamp=pk).order_by("version")
    assert [(step.kind, step.version, step.actor) for step in steps] == [
        ("lamps.lamp.taken", 2, handler.ref),
        ("lamps.lamp.repaired", 3, handler.ref),
        ("lamps.lamp.checked", 4, approver.ref),
    ]
    assert "梯子" in steps[0].facts_text
    entries = Entry.objects.filter(subject=Ref("lamp", pk), kind__startswith="lamps.").order_by("id")
    assert [(entry.kind, entry.actor) for entry in entries] == [(step.kind, step.actor) for step in steps]
    letter = Letter.objects.get(subject=Ref("lamp", pk))
    assert letter.number
    assert Notice.objects.filter(template="recommendation_received", officer_id=approver.officer_id).count() == 1


def test_a_notice_of_a_hook_takes_the_place_of_none_of_the_next_step(cast: Cast, lamp: Make) -> None:
    pk, handler = lamp(), cast.actor("handler")
    lamp_move(handler, pk, Action.TAKE, cast.at)
    lamp_move(handler, pk, Action.REPAIR, cast.at)
    assert Notice.objects.filter(template="recommendation_received", officer_id=handler.officer_id).count() == 2


def test_every_state_action_and_person(cast: Cast, lamp: Make) -> None:
    found = matrix_of(
        LAMPS,
        bring_to=lamp,
        attempt=lambda actor, pk, action: lamp_move(actor, pk, action, cast.at),
        actors={name: cast.actor(name) for name in (*_WORKERS, "education_handler", "mayor")},
        actions=Action,
        at=cast.at,
    )
    done = {key for key, outcome in found.items() if outcome == "done"}
    assert done == {
        *(("reported", "take", who) for who in _WORKERS),
        *(("in_repair", "repair", who) for who in _WORKERS),
        ("repaired", "check", "drafting_approver"),
        *(("repaired", "return", who) for who in ("approver", "drafting_approver")),
    }
    assert found["repaired", "check", "approver"] == OwnRepair.__name__
    assert found["repaired", "check", "handler"] == ActionNotAllowed.__name__
    assert found["checked", "take", "handler"] == ActionNotOpen.__name__
    assert {outcome for (_, _, who), outcome in found.items() if who == "education_handler"} == {
        CaseNotFound.__name__
    }


@pytest.mark.parametrize("barred", ["handler", "approver"])
def test_a_respondent_neither_finds_it_nor_is_notified(cast: Cast, lamp: Make, barred: str) -> None:
    pk = lamp(respondent=cast.units["housing"])
    with pytest.raises(CaseNotFound):
        lamp_move(cast.actor(barred), pk, Action.TAKE, cast.at)
    assert (Lamp.objects.get(pk=pk).version, Notice.objects.filter(template="recommendation_received").count()) == (
        1,
        0,
    )


def test_an_outdated_page_changes_nothing(cast: Cast, lamp: Make) -> None:
    pk = lamp()
    lamp_move(cast.actor("handler"), pk, Action.TAKE, cast.at, seen=1)
    entries = Entry.objects.count()
    with pytest.raises(CaseChanged) as refused:
        lamp_move(cast.actor("approver"), pk, Action.REPAIR, cast.at, seen=1)
    assert "lamps.lamp.taken" in str(refused.value)
    assert (Lamp.objects.get(pk=pk).state, Entry.objects.count()) == (State.IN_REPAIR, entries)


def test_what_fails_at_the_end_leaves_nothing(cast: Cast, lamp: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    pk = lamp()
    monkeypatch.setattr("huiyin.workflow.engine.entry_append", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        lamp_move(cast.actor("handler"), pk, Action.TAKE, cast.at)
    assert Lamp.objects.get(pk=pk).version == 1
    assert not Clock.objects.filter(subject_id=pk).exists()
    assert not LampStep.objects.filter(lamp=pk).exists()


def test_a_move_locks_its_case(cast: Cast, lamp: Make) -> None:
    pk = lamp()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lamp_move(cast.actor("handler"), pk, Action.TAKE, cast.at)
    locked = [query["sql"] for query in asked if "lamps_lamp" in query["sql"] and "FOR UPDATE" in query["sql"]]
    assert bool(locked) == (connection.vendor == "postgresql")
