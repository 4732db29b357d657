"""Sending, writing down, correcting and marking returns, as everybody and in every state."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from huiyin.clocks.models import Clock
from huiyin.kernel.actor import Actor, system
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.notices.models import Notice
from huiyin.returns.flow import RETURNS
from huiyin.returns.models import Correction, Return
from huiyin.returns.rules.counts import counts_of
from huiyin.returns.rules.errors import (
    CallerPostRequired,
    CorrectionRequired,
    CountedInvalid,
    MarkedConflict,
    ReasonRequired,
    ReportedAtInvalid,
    ReturnChangedConflict,
    ReturnConflict,
    ReturnEarlyConflict,
    ReturnNotAllowed,
    ReturnNotFound,
    SomethingCountedConflict,
    WayInvalid,
)
from huiyin.returns.rules.plans import LineLongInvalid
from huiyin.returns.rules.states import ReturnAction, ReturnState, ReturnWay
from huiyin.returns.rules.timetable import Rhythm
from huiyin.returns.selectors.late import returns_late
from huiyin.returns.services import (
    ReturnDraft,
    ReturnRecord,
    return_correct,
    return_mark_found_later,
    return_record,
    return_send,
    return_send_nothing,
    scheme_end,
    slots_list,
)
from huiyin.workflow.engine import blocked_reason
from huiyin.workflow.errors import LateReasonRequired
from tests.cast import Cast
from tests.reception.house import STARTS, publish
from tests.returns.schemes import begin, correct, of_unit, record, send
from tests.workflow.matrix import DONE, matrix_of

_DUE = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
_STAFF = ("housing_registrar", "handler", "handler_two", "approver", "drafting_approver", "housing_leader")
_OTHERS = (
    "registrar", "office_leader", "education_handler", "town_registrar", "town_leader", "commission_handler",
    "auditor", "administrator", "nobody",
)  # fmt: skip


def test_a_return_is_sent_in_time(cast: Cast) -> None:
    begin(cast)
    row = of_unit(cast)
    return_send(
        actor=cast.actor("handler"),
        return_id=row.pk,
        draft=ReturnDraft({"hazards_found": 2}, " 河堤有  裂缝 "),
        at=_DUE,
    )
    row.refresh_from_db()
    assert (row.state, row.way, row.reported_at, row.note) == (ReturnState.SENT, ReturnWay.WEB, _DUE, "河堤有 裂缝")
    assert counts_of(row.counts_text) == {"hazards_found": 2, "meetings_held": 0} and not row.is_nothing
    clock = Clock.objects.get(subject_id=row.pk)
    assert (clock.outcome, clock.stopped_at, clock.next_signal_at) == ("met", _DUE, None)
    entries = Entry.objects.filter(subject=Ref("return", row.pk)).order_by("id")
    assert [entry.kind for entry in entries] == ["returns.return.opened", "returns.return.sent"]


def test_a_second_later_it_is_late(cast: Cast) -> None:
    begin(cast)
    row = of_unit(cast)
    cast.at = _DUE + timedelta(seconds=1)
    send(cast, row)
    assert Clock.objects.get(subject_id=row.pk).outcome == "late"


def test_pressing_twice_and_two_people_make_one_return(cast: Cast) -> None:
    begin(cast)
    row = of_unit(cast)
    return_send_nothing(actor=cast.actor("handler"), return_id=row.pk, at=cast.at, seen=row.version)
    for by, refusal in (("handler", ReturnChangedConflict), ("housing_registrar", ReturnChangedConflict)):
        with pytest.raises(refusal):
            send(cast, row, by, hazards_found=3)
    with pytest.raises(ReturnConflict):
        return_send_nothing(actor=cast.actor("handler"), return_id=row.pk, at=cast.at)
    row.refresh_from_db()
    assert row.is_nothing and row.version == 2 and not any(counts_of(row.counts_text).values())


def test_nothing_only_where_no_field_has_a_number(cast: Cast) -> None:
    """The rows say two; the unit can neither say nothing nor type three."""
    cast.at = STARTS - timedelta(days=6)
    begin(
        cast, name="接访周报", unit_ids=(cast.units["office"],), field_codes=("reception_days_held", "meetings_held"),
        rhythm=Rhythm.WEEKLY, weekday=0, times="17:00",
    )  # fmt: skip
    slots_list(at=cast.at)
    row = Return.objects.get()
    publish(cast)
    publish(cast, starts_at=STARTS + timedelta(hours=9), slots=1)  # after the return
    cast.at = STARTS + timedelta(hours=1)
    with pytest.raises(SomethingCountedConflict):
        return_send_nothing(actor=cast.actor("registrar"), return_id=row.pk, at=cast.at)
    with pytest.raises(CountedInvalid):
        send(cast, row, "registrar", reception_days_held=3)
    send(cast, row, "registrar", meetings_held=1)
    row.refresh_from_db()
    assert counts_of(row.counts_text) == {"meetings_held": 1, "reception_days_held": 1}


def test_what_rows_fill_is_counted_again_with_a_correction(cast: Cast) -> None:
    cast.at = STARTS - timedelta(hours=8)
    begin(cast, unit_ids=(cast.units["office"],), field_codes=("reception_days_held",))
    row = of_unit(cast, "office")
    send(cast, row, "registrar")
    cast.at = STARTS - timedelta(days=3)
    publish(cast)
    cast.at = STARTS + timedelta(hours=7)
    correct(cast, row, "registrar")
    assert list(Correction.objects.values_list("field", "old", "new")) == [("reception_days_held", "0", "1")]


def test_nothing_is_reported_of_a_time_that_has_hardly_begun(cast: Cast) -> None:
    begin(cast)
    cast.later(hours=9)
    slots_list(at=cast.at)
    tomorrow = Return.objects.filter(unit=cast.units["housing"]).latest("due_at")
    actor = cast.actor("handler")
    reason = blocked_reason(RETURNS, actor, tomorrow, ReturnAction.SEND, at=cast.at)
    assert isinstance(reason, ReturnEarlyConflict) and "2026-03-03 00:00" in str(reason)
    with pytest.raises(ReturnEarlyConflict):
        return_send_nothing(actor=actor, return_id=tomorrow.pk, at=cast.at)
    assert blocked_reason(RETURNS, actor, tomorrow, ReturnAction.SEND, at=tomorrow.opens_at) is None


def test_what_was_telephoned_counts_from_the_call(cast: Cast) -> None:
    begin(cast)
    row = of_unit(cast, "town")
    cast.at = _DUE + timedelta(minutes=10)
    for given, refusal in (
        ({"caller_post": " "}, CallerPostRequired),
        ({"way": ReturnWay.WEB}, WayInvalid),
        ({"reported_at": cast.at + timedelta(seconds=1)}, ReportedAtInvalid),
        ({"reported_at": row.opens_at - timedelta(seconds=1)}, ReportedAtInvalid),
    ):
        with pytest.raises(refusal):
            record(cast, row, **given)
    record(cast, row, {"hazards_found": 1}, reported_at=_DUE - timedelta(minutes=5))
    row.refresh_from_db()
    assert (row.way, row.caller_post, row.reported_by) == (ReturnWay.PHONE, "值班干部", cast.actor("mayor").ref)
    assert (row.reported_at, row.recorded_at) == (_DUE - timedelta(minutes=5), cast.at)
    assert Clock.objects.get(subject_id=row.pk).outcome == "met"
    correct(cast, row, "mayor", hazards_found=2)  # misheard
    assert Correction.objects.get().new == "2"


def test_a_correction_keeps_every_old_value(cast: Cast) -> None:
    begin(cast)
    row = of_unit(cast)
    return_send_nothing(actor=cast.actor("handler"), return_id=row.pk, at=cast.at)
    with pytest.raises(ReasonRequired):
        correct(cast, row, reason="错", hazards_found=1)
    with pytest.raises(CorrectionRequired):
        correct(cast, row)
    with pytest.raises(ReturnNotAllowed):
        correct(cast, row, "mayor", hazards_found=1)  # the unit wrote it itself
    correct(cast, row, hazards_found=1)
    return_correct(
        actor=cast.actor("approver"), return_id=row.pk, draft=ReturnDraft({"hazards_found": 4}, "两处河堤"),
        reason="又核实到三处", at=cast.at,
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.is_nothing, counts_of(row.counts_text)["hazards_found"]) == (
        ReturnState.CORRECTED,
        False,
        4,
    )
    kept = Correction.objects.order_by("at", "id").values_list("field", "old", "new", "reason")
    assert set(kept) == {
        ("hazards_found", "0", "1", "漏报了一处"),
        ("hazards_found", "1", "4", "又核实到三处"),
        ("note", "", "两处河堤", "又核实到三处"),
    }
    long = ReturnDraft(note="字" * 201)
    with pytest.raises(LineLongInvalid):
        return_correct(actor=cast.actor("handler"), return_id=row.pk, draft=long, reason="写得太长", at=cast.at)


def test_found_later_is_marked_once_and_the_unit_is_asked(cast: Cast) -> None:
    begin(cast)
    row = of_unit(cast)
    send(cast, row)
    return_mark_found_later(actor=cast.actor("mayor"), return_id=row.pk, reason="当天有一处塌方没有报", at=cast.at)
    notice = Notice.objects.get(template="return_marked")
    assert notice.officer_id == cast.officers["housing_registrar"]
    assert notice.params == {"path": f"/desk/returns/{row.pk}/"}
    with pytest.raises(MarkedConflict):
        return_mark_found_later(actor=cast.actor("handler"), return_id=row.pk, reason="再说一次", at=cast.at)
    row.refresh_from_db()
    assert (row.state, row.found_later_reason) == (ReturnState.SENT, "当天有一处塌方没有报")
    correct(cast, row, hazards_found=1)
    assert RETURNS.steps_after(row, 3) == ["returns.return.corrected"]


def test_every_state_action_and_person(cast: Cast) -> None:
    """The whole matrix; the page says what the service does."""
    begin(cast)
    row, clean = of_unit(cast), {"way": "", "reported_at": None}
    sent = {"way": ReturnWay.WEB, "reported_at": cast.at}

    def bring_to(state: ReturnState) -> UUID:
        values = sent if state in (ReturnState.SENT, ReturnState.CORRECTED) else clean
        Return.objects.filter(pk=row.pk).update(state=state, **values)
        return row.pk

    def attempt(actor: Actor, pk: UUID, action: ReturnAction) -> None:
        _attempt(cast, actor, pk, action)

    found = matrix_of(
        RETURNS,
        bring_to=bring_to,
        attempt=attempt,
        actors={name: cast.actor(name) for name in (*_STAFF, *_OTHERS, "mayor")} | {"import": system("import")},
        actions=[action for action in ReturnAction if action is not ReturnAction.CALL_OFF],
        at=cast.at,
    )
    done = {key for key, outcome in found.items() if outcome == DONE}
    after = (ReturnState.SENT, ReturnState.CORRECTED)
    assert done == {
        *(
            (ReturnState.DUE, action, name)
            for action in (ReturnAction.SEND, ReturnAction.SEND_NOTHING)
            for name in _STAFF
        ),
        *((ReturnState.DUE, ReturnAction.RECORD, name) for name in ("mayor", "import")),
        *((state, ReturnAction.CORRECT, name) for state in after for name in _STAFF),
        *((state, ReturnAction.MARK_FOUND_LATER, name) for state in after for name in (*_STAFF, "mayor")),
    }
    assert {outcome for (_, _, name), outcome in found.items() if name in _OTHERS} == {ReturnNotFound.__name__}
    assert found[ReturnState.DUE, ReturnAction.RECORD, "handler"] == ReturnNotAllowed.__name__
    assert found[ReturnState.CALLED_OFF, ReturnAction.SEND, "handler"] == ReturnConflict.__name__


def _attempt(cast: Cast, actor: Actor, pk: UUID, action: ReturnAction) -> None:
    at, draft = cast.at, ReturnDraft({"hazards_found": 7})
    if action is ReturnAction.SEND:
        return_send(actor=actor, return_id=pk, draft=draft, at=at)
    elif action is ReturnAction.SEND_NOTHING:
        return_send_nothing(actor=actor, return_id=pk, at=at)
    elif action is ReturnAction.RECORD:
        return_record(actor=actor, return_id=pk, draft=draft, record=ReturnRecord(ReturnWay.FILE, at), at=at)
    elif action is ReturnAction.CORRECT:
        return_correct(actor=actor, return_id=pk, draft=draft, reason="更正数字", at=at)
    else:
        return_mark_found_later(actor=actor, return_id=pk, reason="事后发现", at=at)


def test_who_stands_in_reports_and_who_commands_reads(cast: Cast) -> None:
    """A village has nobody at a desk: the town's leader commands it and reads, and doesn't report for it."""
    begin(cast, "town_registrar", receiving_unit_id=cast.units["town"], unit_ids=(cast.units["village"],))
    row = Return.objects.get()
    for name, sees in (("town_registrar", True), ("town_leader", True), ("mayor", True), ("office_leader", False)):
        assert RETURNS.visible_to(cast.actor(name)).filter(pk=row.pk).exists() is sees, name
    with pytest.raises(ReturnNotAllowed):
        send(cast, row, "mayor")
    record_by_town = ReturnRecord(ReturnWay.MESSAGE, cast.at, "村主任")
    return_record(
        actor=cast.actor("town_registrar"), return_id=row.pk, draft=ReturnDraft(), record=record_by_town, at=cast.at
    )
    scheme_end(
        actor=cast.actor("town_leader"),
        scheme_id=row.scheme_id,
        last_day=cast.at.date(),
        reason="不再需要",
        at=cast.at,
    )
    row.refresh_from_db()
    assert row.state == ReturnState.SENT


def test_a_call_of_long_ago_needs_its_reason_and_counts_from_now(cast: Cast) -> None:
    begin(cast)
    row = of_unit(cast)
    called = row.due_at - timedelta(minutes=5)
    cast.later(days=60)
    with pytest.raises(LateReasonRequired):
        record(cast, row, {"hazards_found": 1}, reported_at=called)
    record(cast, row, {"hazards_found": 1}, reported_at=called, late_reason="电话记录本补录")
    row.refresh_from_db()
    assert row.reported_at == cast.at
    clock = Clock.objects.get(subject_id=row.pk)
    assert clock.outcome == "late"
    (step,) = returns_late()
    assert (step.on, step.at, step.reason) == (office_day(called), cast.at, "电话记录本补录")
    assert "安全每日报告" in step.about and not step.number
    assert f'"late_on":"{office_day(called).isoformat()}"' in (Entry.objects.latest("id").content or "")
