"""Slots are listed ahead, once, with their clock, also by two rounds and after a crash."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.clocks.models import Clock
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import end_of_day, office_day
from huiyin.ledger.models import Entry
from huiyin.orgs.models import Unit
from huiyin.returns.models import Return, ReturnStep, Scheme
from huiyin.returns.rules.errors import (
    EndInvalid,
    ReasonRequired,
    SchemeEndedConflict,
    SchemeNotAllowed,
    SchemeNotFound,
    UnitNotBelowInvalid,
)
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.rules.timetable import Covers, Rhythm
from huiyin.returns.services import scheme_end, slots_list
from huiyin.returns.services.slots import scheme_slots_list
from tests.cast import Cast
from tests.returns.schemes import begin, go_on, of_unit, send

# 15:00 at the office on the cast's first day.
_DUE = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
_DAILY = {"rhythm": Rhythm.DAILY, "covers": Covers.UP_TO_DUE}


def test_a_scheme_lists_what_is_due_soon_with_clock_step_and_entry(cast: Cast) -> None:
    scheme_id = begin(cast)
    assert Return.objects.count() == 2 and slots_list(at=cast.at).listed == 0
    row = of_unit(cast)
    assert (row.due_at, row.state, row.covers_to) == (_DUE, ReturnState.DUE, _DUE)
    clock = Clock.objects.get(subject_id=row.pk)
    assert (clock.code, clock.kind, clock.due_at, clock.started_at) == ("return_daily", "return", _DUE, cast.at)
    assert clock.next_signal_at == _DUE - timedelta(minutes=60)
    assert ReturnStep.objects.get(of_return=row).kind == "returns.return.opened"
    entry = Entry.objects.get(subject=Ref("return", row.pk))
    assert (entry.kind, entry.actor) == ("returns.return.opened", "system:returns")
    of_scheme = Entry.objects.filter(subject=Ref("return_scheme", scheme_id)).order_by("id")
    assert [entry.kind for entry in of_scheme] == ["returns.scheme.begun", "returns.scheme.listed"]


def test_the_round_lists_each_slot_once(cast: Cast) -> None:
    begin(cast)
    begin(cast, name="周报", rhythm=Rhythm.WEEKLY, weekday=4, times="17:00", covers=Covers.PERIOD_BEFORE)
    go_on(cast, cast.at + timedelta(days=9))
    found = [slots_list(at=cast.at) for _ in range(3)]
    assert [report.failed for report in found] == [0, 0, 0] and found[1].listed == found[2].listed == 0
    dues = list(
        Return.objects.filter(unit=cast.units["town"], scheme__name="安全每日报告").values_list("due_at", flat=True)
    )
    assert sorted(dues) == [_DUE + timedelta(days=number) for number in range(len(dues))] and len(dues) >= 10
    # Friday the 6th and the 13th; the first covers the week before.
    weekly = Return.objects.filter(scheme__name="周报", unit=cast.units["town"]).order_by("due_at")
    assert [office_day(row.due_at).day for row in weekly] == [6, 13]
    assert [office_day(at).day for at in (weekly[0].covers_from, weekly[0].covers_to)] == [23, 2]
    assert Clock.objects.filter(kind="return").count() == Return.objects.count()


def test_after_a_standstill_what_was_owed_is_listed_all_the_same(cast: Cast) -> None:
    begin(cast)
    cast.later(days=5)
    slots_list(at=cast.at)
    rows = Return.objects.filter(unit=cast.units["housing"]).order_by("due_at")
    assert len(rows) == 6
    clock = Clock.objects.get(subject_id=rows[1].pk)
    assert (clock.started_at, clock.due_at) == (rows[1].due_at, rows[1].due_at)
    assert clock.next_signal_at == rows[1].due_at + timedelta(minutes=1)


def test_a_round_that_dies_leaves_nothing_and_the_next_one_lists_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(cast)
    cast.later(days=1)
    entries = Entry.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr("huiyin.returns.services.slots.entries_append", lambda _drafts: 1 / 0)
        assert slots_list(at=cast.at).failed == 1
    assert (Return.objects.count(), Entry.objects.count(), ReturnStep.objects.count()) == (2, entries, 2)
    assert slots_list(at=cast.at).listed == 2


def test_a_round_that_is_overtaken_lists_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme_id = begin(cast)
    cast.later(days=1)
    seen = Scheme.objects.get(pk=scheme_id)
    slots_list(at=cast.at)
    monkeypatch.setattr("huiyin.returns.services.slots.Scheme.objects.get", lambda **_: seen)
    assert scheme_slots_list(scheme_id=scheme_id, at=cast.at) is None
    assert Return.objects.count() == 4


def test_a_closed_unit_owes_nothing_more(cast: Cast) -> None:
    begin(cast)
    Unit.objects.filter(pk=cast.units["town"]).update(is_active=False)
    cast.later(days=1)
    assert slots_list(at=cast.at).listed == 1


@pytest.mark.parametrize(
    ("by", "given", "refusal"),
    [
        ("office_leader", {}, SchemeNotAllowed),  # of another unit
        ("handler", {"receiving_unit_id": "housing"}, SchemeNotAllowed),  # no manager
        ("auditor", {"receiving_unit_id": "office"}, SchemeNotAllowed),
        ("town_leader", {"receiving_unit_id": "town"}, UnitNotBelowInvalid),
        ("mayor", {"unit_ids": ("commission",)}, UnitNotBelowInvalid),  # independent
        ("mayor", {"unit_ids": ("county",)}, UnitNotBelowInvalid),
    ],
)
def test_who_begins_a_scheme_for_whom(cast: Cast, by: str, given: dict[str, Any], refusal: type[Exception]) -> None:
    if "receiving_unit_id" in given:
        given = given | {"receiving_unit_id": cast.units[given["receiving_unit_id"]]}
    if "unit_ids" in given:
        given = given | {"unit_ids": tuple(cast.units[unit] for unit in given["unit_ids"])}
    with pytest.raises(refusal):
        begin(cast, by, **given)
    assert not Scheme.objects.exists()


def test_a_town_begins_its_own_for_its_villages(cast: Cast) -> None:
    villages = {"receiving_unit_id": cast.units["town"], "unit_ids": (cast.units["village"],)}
    begin(cast, "town_registrar", **villages)
    assert Return.objects.get().unit_id == cast.units["village"]


def test_an_ended_scheme_owes_nothing_more(cast: Cast) -> None:
    scheme_id = begin(cast)
    cast.later(days=1)
    slots_list(at=cast.at)
    send(cast, of_unit(cast))
    args: dict[str, Any] = {"scheme_id": scheme_id, "reason": "汛期已过", "at": cast.at}
    today = office_day(cast.at)
    for by, refusal in (("education_handler", SchemeNotFound), ("housing_leader", SchemeNotAllowed)):
        with pytest.raises(refusal):
            scheme_end(actor=cast.actor(by), last_day=today, **args)
    for given, refused in (
        ({"last_day": today - timedelta(days=1)}, EndInvalid),
        ({"last_day": today, "reason": "无"}, ReasonRequired),
    ):
        with pytest.raises(refused):
            scheme_end(actor=cast.actor("mayor"), **args | given)
    cast.at = _DUE + timedelta(days=1)
    slots_list(at=cast.at)  # also tomorrow's
    scheme_end(actor=cast.actor("mayor"), last_day=today, **args | {"at": cast.at})
    with pytest.raises(SchemeEndedConflict):
        scheme_end(actor=cast.actor("mayor"), last_day=today, **args | {"at": cast.at})
    states = Return.objects.filter(unit=cast.units["housing"]).order_by("due_at").values_list("state", flat=True)
    assert list(states) == [ReturnState.SENT, ReturnState.DUE, ReturnState.CALLED_OFF]
    off = Return.objects.filter(state=ReturnState.CALLED_OFF)
    assert set(Clock.objects.filter(subject_id__in=off.values("pk")).values_list("outcome", flat=True)) == {"void"}
    cast.later(days=9)
    assert slots_list(at=cast.at).listed == 0


def test_twice_a_day_ends_by_itself(cast: Cast) -> None:
    last = office_day(cast.at) + timedelta(days=2)
    scheme_id = begin(cast, times="8:00 20:00", ends_on=last)
    go_on(cast, cast.at + timedelta(days=10))
    rows = Return.objects.filter(unit=cast.units["housing"])
    assert rows.count() == 5 and office_day(rows.latest("due_at").due_at) == last  # 8:00 of the first day was past
    with pytest.raises(SchemeEndedConflict):
        scheme_end(actor=cast.actor("mayor"), scheme_id=scheme_id, last_day=last, reason="再延长", at=cast.at)


def test_a_scheme_ended_concurrently_lists_no_slots(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme_id = begin(cast)
    cast.later(days=1)
    read = Scheme.objects.get(pk=scheme_id)
    last_day, before = office_day(cast.at), Return.objects.count()
    scheme_end(actor=cast.actor("mayor"), scheme_id=scheme_id, last_day=last_day, reason="汛期结束。", at=cast.at)
    # The round had read the row before the end was there.
    monkeypatch.setattr(Scheme.objects, "get", lambda **_by: read)
    cast.later(days=1)
    assert scheme_slots_list(scheme_id=scheme_id, at=cast.at) is None
    assert Return.objects.filter(due_at__gt=end_of_day(last_day)).count() == 0 and Return.objects.count() >= before
