"""A scheme is revised from its next slot on: what is due and what was reported ahead stays, all else is made anew."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.clocks.models import Clock
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.notices.models import Notice
from huiyin.orgs.models import Unit
from huiyin.returns.models import Correction, Return, Scheme, SchemeRevision, SchemeUnit
from huiyin.returns.rules.counts import counts_of
from huiyin.returns.rules.errors import (
    EndInvalid,
    FieldUnknownInvalid,
    ReasonRequired,
    ReturnChangedConflict,
    SchemeChangedConflict,
    SchemeChangeRequired,
    SchemeEndedConflict,
    SchemeNotAllowed,
    SchemeNotFound,
    UnitNotBelowInvalid,
    UnitsRequired,
)
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.rules.timetable import Covers, Rhythm
from huiyin.returns.selectors import roll_up, scheme_detail, schemes_for
from huiyin.returns.services import scheme_end, scheme_revision_preview, slots_list
from huiyin.returns.services.slots import scheme_slots_list
from tests.cast import Cast
from tests.returns.schemes import begin, change_of, correct, go_on, of_unit, plan, revise, send, states

pytestmark = pytest.mark.django_db

# 15:00 at the office on the cast's first day.
_DUE = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
_DAY = timedelta(days=1)
_DUE_STATE, _SENT, _OFF = ReturnState.DUE, ReturnState.SENT, ReturnState.CALLED_OFF


def _heard(cast: Cast, template: str) -> set[str]:
    names = {pk: name for name, pk in cast.officers.items()}
    return {names[notice.officer_id or 0] for notice in Notice.objects.filter(template=template)}


def test_the_first_new_slot_begins_where_the_last_one_ended(cast: Cast) -> None:
    scheme_id = begin(cast)
    go_on(cast, _DUE + timedelta(hours=3))
    slots_list(at=cast.at)
    old = Return.objects.filter(unit=cast.units["town"]).latest("due_at")
    revise(cast, scheme_id, times="16:00")
    town = cast.units["town"]
    # At 18:00 the next one is due at 16:00 of the day after, and covers the time since 15:00.
    assert states(scheme_id, town) == [("02 15:00", _DUE_STATE), ("03 15:00", _OFF), ("03 16:00", _DUE_STATE)]
    row = of_unit(cast, "town")
    assert row.due_at == _DUE
    new = Return.objects.filter(unit=town).latest("due_at")
    assert (new.covers_from, new.covers_to) == (_DUE, _DUE + timedelta(hours=25))
    assert Clock.objects.get(subject_id=old.pk).outcome == "void"
    clock = Clock.objects.get(subject_id=new.pk)
    assert (clock.due_at, clock.stopped_at) == (new.due_at, None)
    entry = Entry.objects.get(kind="returns.scheme.revised")
    assert (entry.subject, entry.actor) == (Ref("return_scheme", scheme_id), cast.actor("mayor").ref)
    assert entry.content is not None
    facts = json.loads(entry.content)["facts"]
    assert (facts["version"], facts["before"], facts["after"]) == (2, {"times": "15:00"}, {"times": "16:00"})
    entries_sequence(at=cast.at, limit=1000)
    assert ledger_verify().problems == []
    # And so on by the new rules, once each.
    go_on(cast, _DUE + 2 * _DAY)
    assert states(scheme_id, town)[3:] == [("04 16:00", _DUE_STATE)]


def test_what_was_reported_ahead_stays_and_is_not_asked_for_again(cast: Cast) -> None:
    scheme_id = begin(cast)
    send(cast, of_unit(cast), hazards_found=2)
    revise(cast, scheme_id, times="16:00")
    assert states(scheme_id, cast.units["housing"]) == [("02 15:00", _SENT)]
    assert states(scheme_id, cast.units["town"]) == [("02 15:00", _OFF), ("02 16:00", _DUE_STATE)]
    go_on(cast, cast.at + _DAY)
    # The hour between isn't lost: the next one has it.
    new = of_unit(cast)
    assert (new.covers_from, new.due_at) == (_DUE, _DUE + timedelta(hours=25))
    # Revised once more it still isn't asked for.
    revise(cast, scheme_id, times="17:00")
    assert states(scheme_id, cast.units["housing"])[0] == ("02 15:00", _SENT)
    assert of_unit(cast).covers_from == _DUE


def test_another_rhythm_loses_no_time_and_asks_for_none_twice(cast: Cast) -> None:
    """Mondays for the week before, then the 1st and the 15th, moved to working days."""
    weekly: dict[str, Any] = {"rhythm": Rhythm.WEEKLY, "weekday": 0, "times": "17:00", "covers": Covers.PERIOD_BEFORE}
    scheme_id = begin(cast, **weekly)
    go_on(cast, cast.at + 2 * _DAY)
    revise(cast, scheme_id, rhythm=Rhythm.TWICE_MONTHLY, weekday=None, month_day=1, second_month_day=15)
    go_on(cast, cast.at + 20 * _DAY)
    rows = Return.objects.filter(unit=cast.units["town"]).exclude(state=_OFF).order_by("due_at")
    covered = [(office_day(row.due_at).day, office_day(row.covers_from).day, row.covers_to) for row in rows]
    # On 2 March the week from 23 February; on the 15th the days since then.
    assert [(due, since) for due, since, _until in covered] == [(2, 23), (15, 2)]
    assert office_day(covered[1][2]).day == 15
    assert Return.objects.filter(unit=cast.units["town"], state=_OFF).count() == 1


def test_words_alone_leave_all_slots(cast: Cast) -> None:
    scheme_id = begin(cast)
    go_on(cast, cast.at + 2 * _DAY)
    before = list(Return.objects.order_by("pk").values_list("pk", "state"))
    revise(cast, scheme_id, name="安全日报", reason="防汛和森林防火")
    assert list(Return.objects.order_by("pk").values_list("pk", "state")) == before
    assert not Notice.objects.filter(template__startswith="return_").exclude(template="return_missing").exists()
    scheme = Scheme.objects.get()
    assert (scheme.name, scheme.version) == ("安全日报", 2)


def test_units_come_and_go(cast: Cast) -> None:
    scheme_id = begin(cast)
    go_on(cast, cast.at + _DAY)
    units = (cast.units["housing"], cast.units["education"])
    revise(cast, scheme_id, unit_ids=units)
    town, education = cast.units["town"], cast.units["education"]
    assert states(scheme_id, town) == [("02 15:00", _DUE_STATE), ("03 15:00", _OFF)]
    assert states(scheme_id, education) == [("03 15:00", _DUE_STATE)]
    assert states(scheme_id, cast.units["housing"])[1] == ("03 15:00", _DUE_STATE)
    assert _heard(cast, "return_asked") == {"education_registrar"}
    assert _heard(cast, "return_not_asked") == {"town_registrar"}
    assert _heard(cast, "return_rules_changed") == set()
    notice = Notice.objects.get(template="return_asked")
    assert notice.params == {"path": f"/desk/returns/schemes/{scheme_id}/"}
    # Who owed it still sees the scheme and what was due, and owes nothing more.
    assert schemes_for(actor=cast.actor("town_leader"), at=cast.at)
    assert scheme_detail(actor=cast.actor("mayor"), scheme_id=scheme_id, at=cast.at).units.keys() == set(units)
    # Back again: the slot that was called off is asked for anew.
    revise(cast, scheme_id, unit_ids=(*units, town))
    assert sorted(states(scheme_id, town)[1:]) == [("03 15:00", _OFF), ("03 15:00", _DUE_STATE)]
    assert SchemeUnit.objects.filter(scheme=scheme_id, dropped_at=None).count() == 3
    entries_sequence(at=cast.at, limit=1000)
    assert ledger_verify().problems == []


def test_units_that_stay_hear_of_other_times(cast: Cast) -> None:
    scheme_id = begin(cast)
    revise(cast, scheme_id, times="16:00", unit_ids=(cast.units["housing"], cast.units["education"]))
    assert _heard(cast, "return_rules_changed") == {"housing_registrar"}


def test_a_closed_unit_is_no_change(cast: Cast) -> None:
    """Its row stays as it is, whether the form names it or not."""
    scheme_id = begin(cast)
    Unit.objects.filter(pk=cast.units["town"]).update(is_active=False)
    with pytest.raises(SchemeChangeRequired):
        revise(cast, scheme_id, unit_ids=(cast.units["housing"],))
    revise(cast, scheme_id, unit_ids=(cast.units["housing"],), times="16:00")
    assert SchemeUnit.objects.get(unit=cast.units["town"]).dropped_at is None


def test_other_numbers_from_the_next_slot_on(cast: Cast) -> None:
    """What was listed before keeps its fields, also in a correction and in the roll-up."""
    scheme_id = begin(cast)
    send(cast, of_unit(cast), hazards_found=2, meetings_held=1)
    go_on(cast, _DUE + timedelta(hours=1))
    slots_list(at=cast.at)
    # As a return that was listed before returns had fields of their own.
    Return.objects.filter(unit=cast.units["housing"], state=_SENT).update(field_codes="")
    revise(cast, scheme_id, field_codes=("inspections_made", "hazards_found"))
    old = Return.objects.get(unit=cast.units["housing"], state=_SENT)
    assert old.codes == ("hazards_found", "meetings_held")
    correct(cast, old, meetings_held=3)
    assert Correction.objects.get().field == "meetings_held"
    with pytest.raises(FieldUnknownInvalid):
        correct(cast, old, inspections_made=3)
    go_on(cast, cast.at + _DAY)
    new = Return.objects.filter(unit=cast.units["housing"], state=_DUE_STATE).earliest("due_at")
    with pytest.raises(FieldUnknownInvalid):
        send(cast, new, meetings_held=1)
    send(cast, new, inspections_made=5)
    new.refresh_from_db()
    assert counts_of(new.counts_text) == {"hazards_found": 0, "inspections_made": 5}
    found = roll_up(
        actor=cast.actor("mayor"), scheme_id=scheme_id, first=office_day(_DUE), last=office_day(cast.at), at=cast.at
    )
    assert [field.code for field in found.fields] == ["inspections_made", "hazards_found", "meetings_held"]
    housing = next(line for line in found.units if line.sums[0])
    assert housing.sums == [5, 2, 3]
    first = next(line for line in found.slots if line.id == old.pk)
    assert first.counts == (None, 2, 3)


def test_the_end_is_put_off_or_brought_forward(cast: Cast) -> None:
    scheme_id = begin(cast, ends_on=office_day(cast.at) + _DAY)
    go_on(cast, cast.at + _DAY)
    revise(cast, scheme_id, ends_on=None)
    go_on(cast, cast.at + 2 * _DAY)
    assert len(states(scheme_id, cast.units["town"])) == 4
    revise(cast, scheme_id, ends_on=office_day(cast.at))
    go_on(cast, cast.at + 3 * _DAY)
    assert states(scheme_id, cast.units["town"])[-1] == ("05 15:00", _DUE_STATE)
    with pytest.raises(SchemeEndedConflict):
        revise(cast, scheme_id, ends_on=None)


def test_a_scheme_that_has_not_begun_is_revised(cast: Cast) -> None:
    scheme_id = begin(cast, begins_on=office_day(cast.at) + 3 * _DAY)
    revise(cast, scheme_id, times="9:00")
    assert Return.objects.count() == 0
    go_on(cast, cast.at + 3 * _DAY)
    row = of_unit(cast)
    assert (row.due_at, row.covers_from) == (_DUE + timedelta(days=3, hours=-6), _DUE + timedelta(days=3, hours=-15))


def test_after_a_standstill_what_was_owed_is_owed_by_the_old_rules(cast: Cast) -> None:
    scheme_id = begin(cast)
    cast.at = _DUE + 3 * _DAY + timedelta(hours=3)
    revise(cast, scheme_id, times="16:00")
    assert states(scheme_id, cast.units["town"]) == [
        *((f"0{day} 15:00", _DUE_STATE) for day in (2, 3, 4, 5)),
        ("06 16:00", _DUE_STATE),
    ]


def test_the_form_that_is_open_meanwhile_is_refused(cast: Cast) -> None:
    scheme_id = begin(cast)
    row = of_unit(cast)
    revise(cast, scheme_id, times="16:00")
    with pytest.raises(ReturnChangedConflict):
        send(cast, row, hazards_found=1)


@pytest.mark.parametrize(
    ("by", "given", "refusal"),
    [
        ("education_handler", {}, SchemeNotFound),  # neither owes nor receives it
        ("housing_leader", {}, SchemeNotAllowed),  # owes it
        ("mayor", {"times": "15:00"}, SchemeChangeRequired),
        ("mayor", {"field_codes": ("meetings_held", "hazards_found"), "times": "15:00"}, SchemeChangeRequired),
        ("mayor", {"why": "改"}, ReasonRequired),
        ("mayor", {"seen": 2}, SchemeChangedConflict),
        ("mayor", {"unit_ids": ()}, UnitsRequired),
        ("mayor", {"unit_ids": ("commission",)}, UnitNotBelowInvalid),
        ("mayor", {"ends_on": "yesterday"}, EndInvalid),
    ],
)
def test_who_revises_what(cast: Cast, by: str, given: dict[str, Any], refusal: type[Exception]) -> None:
    scheme_id = begin(cast)
    go_on(cast, cast.at + 2 * _DAY)
    given = {"times": "16:00"} | given
    if "unit_ids" in given:
        given["unit_ids"] = tuple(cast.units[unit] for unit in given["unit_ids"])
    if "ends_on" in given:
        given["ends_on"] = office_day(cast.at) - _DAY
    before = list(Return.objects.order_by("pk").values_list("pk", "state"))
    with pytest.raises(refusal):
        revise(cast, scheme_id, by, **given)
    assert not SchemeRevision.objects.exists()
    assert list(Return.objects.order_by("pk").values_list("pk", "state")) == before


def test_an_ended_scheme_is_not_revised(cast: Cast) -> None:
    scheme_id = begin(cast)
    last_day = office_day(cast.at) + 3 * _DAY
    scheme_end(actor=cast.actor("mayor"), scheme_id=scheme_id, last_day=last_day, reason="汛期结束。", at=cast.at)
    with pytest.raises(SchemeEndedConflict):
        revise(cast, scheme_id, times="16:00")


def test_no_one_revises_for_a_closed_unit(cast: Cast) -> None:
    scheme_id = begin(cast, "town_registrar", receiving_unit_id=cast.units["town"], unit_ids=(cast.units["village"],))
    actor = cast.actor("town_registrar")
    Unit.objects.filter(pk=cast.units["town"]).update(is_active=False)
    change = replace(change_of(scheme_id), times="16:00")
    with pytest.raises(SchemeNotAllowed):
        scheme_revision_preview(actor=actor, scheme_id=scheme_id, change=change, at=cast.at)


def test_before_it_is_done_it_is_shown(cast: Cast) -> None:
    scheme_id = begin(cast)
    send(cast, of_unit(cast))
    units = (cast.units["housing"], cast.units["town"], cast.units["education"])
    change = replace(change_of(scheme_id), times="16:00", unit_ids=units)
    args: dict[str, Any] = {"actor": cast.actor("mayor"), "scheme_id": scheme_id, "change": change, "at": cast.at}
    found = scheme_revision_preview(**args)
    assert found.first is not None and found.first.due_at == _DUE + timedelta(hours=1)
    assert (found.early, found.renewed, found.added, found.dropped) == (1, 1, ("云渡县教育局",), ())
    assert [value.label for value in found.changed] == ["几点以前"]
    with pytest.raises(SchemeChangedConflict):
        scheme_revision_preview(**args, seen=2)
    assert not SchemeRevision.objects.exists() and Scheme.objects.get().version == 1


def test_the_history_says_who_when_and_what(cast: Cast) -> None:
    scheme_id = begin(cast)
    go_on(cast, cast.at + _DAY)
    revise(cast, scheme_id, times="16:00", field_codes=("meetings_held",), unit_ids=(cast.units["housing"],))
    scheme_end(
        actor=cast.actor("mayor"),
        scheme_id=scheme_id,
        last_day=office_day(cast.at) + _DAY,
        reason="汛期结束。",
        at=cast.at,
    )
    ended, revised, begun = scheme_detail(actor=cast.actor("handler"), scheme_id=scheme_id, at=cast.at).history
    assert [line.label for line in (begun, revised, ended)] == ["开始", "修订", "结束"]
    assert (revised.by, revised.at, revised.reason) == ("江望舒", cast.at, "按新的要求报")
    assert revised.first_due_at == _DUE + timedelta(hours=25)
    changed = {value.label: (value.before, value.after) for value in revised.changed}
    assert changed["几点以前"] == ("15:00", "16:00")
    assert changed["报哪些数字"] == ("发现隐患、召开会议", "召开会议")
    assert (revised.added, revised.dropped) == ((), ("柳荫镇人民政府",))
    assert ended.reason == "汛期结束。"


def test_a_plan_is_what_a_scheme_says(cast: Cast) -> None:
    """Going through a row loses nothing."""
    wanted = plan(cast, rhythm=Rhythm.TWICE_MONTHLY, month_day=1, second_month_day=15, document="云政办〔2026〕3号")
    begin(cast, rhythm=Rhythm.TWICE_MONTHLY, month_day=1, second_month_day=15, document="云政办〔2026〕3号")
    assert Scheme.objects.get().plan(wanted.unit_ids) == wanted


def test_a_round_that_had_read_the_old_rules_lists_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme_id = begin(cast)
    read = Scheme.objects.get(pk=scheme_id)
    revise(cast, scheme_id, field_codes=("meetings_held",))
    # As far as slots are listed, nothing tells the two apart.
    assert Scheme.objects.get(pk=scheme_id).listed_until == read.listed_until
    monkeypatch.setattr(Scheme.objects, "get", lambda **_by: read)
    cast.later(days=1)
    assert scheme_slots_list(scheme_id=scheme_id, at=cast.at) is None
