"""From unit to unit: who has it, who may say no, who decides, who helps. No clock of the petitioner's moves by it."""

from datetime import date, timedelta

import pytest
from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.clocks.services import ClockDayPast
from huiyin.kernel.actor import petitioner
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.models import Assist, Event, Handover
from huiyin.matters.rules.errors import (
    MatterNotFound,
    MoveNotAllowed,
    MoveNotOpen,
    UnitBarred,
    UnitUnknown,
)
from huiyin.matters.rules.errors_handover import (
    AssistNotThere,
    AssistOpenAlready,
    DecisionUnreasoned,
    DisputeNotOpen,
    NotTheDecider,
    ObjectionNotOpen,
    ObjectionOpen,
    ObjectionTooLate,
    ObjectionUnreasoned,
    ReportDayMissing,
    ReportNotAsked,
)
from huiyin.matters.rules.handover import DisputeOutcome, HandoverMode
from huiyin.matters.rules.states import State
from huiyin.matters.selectors import (
    Box,
    MatterRow,
    matter_get_for,
    matter_list_for,
    matter_page_for,
    matter_page_of_petitioner,
)
from huiyin.matters.services import (
    AssistAsk,
    Registered,
    matter_ask_assist,
    matter_assign_handler,
    matter_assign_unit,
    matter_contribute,
    matter_dispute,
    matter_end_assist,
    matter_name_respondent,
    matter_object,
    matter_refuse_objection,
    matter_report_back,
    matter_settle_dispute,
    matter_take_back,
    matter_withdraw,
    reply_approve,
    reply_serve,
)
from huiyin.notices.models import Notice

WHY = "物业收费由镇里管理，不属于住建局的职权范围。"
DAY = date(2026, 3, 20)


def given(cast: Cast, **more: object) -> Registered:
    """Accepted by the office and handed to the housing bureau."""
    filed = cast.file()
    cast.accept(filed)
    send(cast, filed, "registrar", "housing", **more)
    return filed


def send(cast: Cast, filed: Registered, who: str, unit: str, **more: object) -> None:
    matter_assign_unit(
        actor=cast.actor(who), matter_id=filed.matter_id, unit_id=cast.units[unit], at=cast.at,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def object_to(cast: Cast, filed: Registered, who: str = "housing_registrar", reasons: str = WHY) -> None:
    matter_object(actor=cast.actor(who), matter_id=filed.matter_id, reasons=reasons, at=cast.at)


def refuse(cast: Cast, filed: Registered, who: str = "registrar", reasons: str = "按职责应由住建局办。") -> None:
    matter_refuse_objection(actor=cast.actor(who), matter_id=filed.matter_id, reasons=reasons, at=cast.at)


def dispute(cast: Cast, filed: Registered) -> None:
    matter_dispute(actor=cast.actor("approver"), matter_id=filed.matter_id, reasons=WHY, at=cast.at)


def settle(cast: Cast, filed: Registered, outcome: str, who: str = "mayor", **more: int) -> None:
    matter_settle_dispute(
        actor=cast.actor(who), matter_id=filed.matter_id, outcome=outcome, reasons="按三定方案。", at=cast.at, **more
    )


def handover(filed: Registered) -> Handover:
    return Handover.objects.filter(matter_id=filed.matter_id).order_by("-position")[0]


def owed(filed: Registered) -> list[tuple[str, object]]:
    """The clocks of the petitioner: code and due date."""
    codes = ("accept", "accept_promise", "answer", "answer_promise", "answer_limit")
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code__in=codes).order_by("code")
    return list(clocks.values_list("code", "due_at"))


def running(filed: Registered) -> set[tuple[str, int]]:
    codes = ("object", "report", "objection_decision", "dispute", "assist")
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code__in=codes, stopped_at=None)
    return set(clocks.values_list("code", "round"))


def told(filed: Registered, cast: Cast, who: str) -> bool:
    return Notice.objects.filter(officer_id=cast.officers[who], dedupe__contains=str(filed.matter_id)).exists()


def seen_by(cast: Cast, filed: Registered, who: str) -> bool:
    try:
        matter_get_for(actor=cast.actor(who), matter_id=filed.matter_id)
    except MatterNotFound:
        return False
    return True


def kinds(filed: Registered) -> list[str]:
    return list(Event.objects.filter(matter_id=filed.matter_id).order_by("version").values_list("kind", flat=True))


def sentences(cast: Cast, filed: Registered) -> str:
    return " ".join(one.sentence for one in matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events)


def test_each_hand_over_is_written_down(cast: Cast) -> None:
    filed = given(cast, words="请核实")
    row = handover(filed)
    assert (row.position, row.mode, row.words) == (1, HandoverMode.FORWARD, "请核实")
    assert (row.from_unit_id, row.to_unit_id) == (cast.units["office"], cast.units["housing"])
    assert cast.matter(filed).sent_on == 1
    assert running(filed) == {("object", 1)}


def test_an_assignment_has_a_day_and_wants_a_report(cast: Cast) -> None:
    filed = cast.file()
    cast.accept(filed)
    with pytest.raises(ReportDayMissing):
        send(cast, filed, "registrar", "housing", mode=HandoverMode.ASSIGN)
    with pytest.raises(ClockDayPast):
        send(cast, filed, "registrar", "housing", mode=HandoverMode.ASSIGN, report_due_on=date(2026, 3, 2))
    before = owed(filed)
    send(cast, filed, "registrar", "housing", mode=HandoverMode.ASSIGN, report_due_on=DAY)
    assert owed(filed) == before
    assert ("report", 1) in running(filed)
    with pytest.raises(MoveNotAllowed):
        report(cast, filed, "registrar")
    report(cast, filed, "housing_registrar")
    assert ("report", 1) not in running(filed)
    assert handover(filed).report == "已修好电梯。"
    assert told(filed, cast, "office_approver")
    page = matter_page_for(actor=cast.actor("office_approver"), number=filed.number, at=cast.at)
    assert page.handovers[0].report == "已修好电梯。"
    assert "已修好电梯" not in sentences(cast, filed)
    with pytest.raises(ReportNotAsked):
        report(cast, filed, "housing_registrar")


def report(cast: Cast, filed: Registered, who: str) -> None:
    matter_report_back(actor=cast.actor(who), matter_id=filed.matter_id, report="已修好电梯。", at=cast.at)


def test_nobody_waits_for_a_report_after_a_plain_forward(cast: Cast) -> None:
    filed = given(cast)
    with pytest.raises(ReportNotAsked):
        report(cast, filed, "housing_registrar")


def test_an_objection_that_is_accepted_brings_the_matter_back(cast: Cast) -> None:
    filed = given(cast, mode=HandoverMode.ASSIGN, report_due_on=DAY)
    matter_assign_handler(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler"], at=cast.at
    )
    before = owed(filed)
    object_to(cast, filed)
    assert running(filed) == {("report", 1), ("objection_decision", 1)}
    assert cast.matter(filed).lead_unit_id == cast.units["housing"]
    assert "云渡县住房和城乡建设局认为这件事不由它负责" in sentences(cast, filed)
    assert WHY not in sentences(cast, filed)
    matter_take_back(actor=cast.actor("office_approver"), matter_id=filed.matter_id, at=cast.at)
    matter = cast.matter(filed)
    assert (matter.lead_unit_id, matter.handler_id, matter.state) == (cast.units["office"], None, State.ACCEPTED)
    assert running(filed) == set()
    assert owed(filed) == before
    with pytest.raises(ReportNotAsked):
        report(cast, filed, "registrar")


def test_the_sender_sees_it_while_the_objection_is_open(cast: Cast) -> None:
    """The town got it from the office and passes it on to the village's neighbour: it isn't the receiving unit."""
    filed = cast.file()
    cast.accept(filed)
    send(cast, filed, "registrar", "town")
    send(cast, filed, "town_registrar", "education")
    assert not seen_by(cast, filed, "town_registrar")
    object_to(cast, filed, "education_registrar")
    assert seen_by(cast, filed, "town_registrar")
    assert told(filed, cast, "town_registrar")
    refuse(cast, filed, "town_registrar")
    assert not seen_by(cast, filed, "town_registrar")


def test_five_working_days_to_object(cast: Cast) -> None:
    """Handed over on Monday, 2 March 2026: Monday the 9th is the last day."""
    filed = given(cast)
    assert Clock.objects.get(subject_id=filed.matter_id, code="object").due_at.date() == date(2026, 3, 9)
    cast.later(days=7)
    object_to(cast, filed)
    late = given(cast)
    cast.later(days=8)
    with pytest.raises(ObjectionTooLate):
        object_to(cast, late)


def test_an_objection_needs_reasons_and_comes_once(cast: Cast) -> None:
    filed = given(cast)
    with pytest.raises(ObjectionUnreasoned):
        object_to(cast, filed, reasons="不归我管")
    object_to(cast, filed)
    with pytest.raises(ObjectionNotOpen):
        object_to(cast, filed)
    with pytest.raises(ObjectionOpen):
        send(cast, filed, "approver", "education")
    with pytest.raises(DecisionUnreasoned):
        refuse(cast, filed, reasons=" ")
    refuse(cast, filed)
    with pytest.raises(ObjectionNotOpen):
        refuse(cast, filed)
    with pytest.raises(MoveNotAllowed):
        object_to(cast, filed, "mayor")


def test_only_the_sender_answers_an_objection(cast: Cast) -> None:
    filed = given(cast)
    object_to(cast, filed)
    with pytest.raises(NotTheDecider):
        refuse(cast, filed, "approver")
    with pytest.raises(NotTheDecider):
        matter_take_back(actor=cast.actor("housing_leader"), matter_id=filed.matter_id, at=cast.at)


def test_what_was_not_handed_over_cannot_be_objected_to(cast: Cast) -> None:
    filed = cast.file()
    cast.accept(filed)
    with pytest.raises(MoveNotAllowed):
        object_to(cast, filed, "registrar")


def test_a_dispute_goes_to_the_unit_above_both(cast: Cast) -> None:
    filed = given(cast)
    with pytest.raises(DisputeNotOpen):
        dispute(cast, filed)
    object_to(cast, filed)
    with pytest.raises(DisputeNotOpen):
        dispute(cast, filed)
    refuse(cast, filed)
    dispute(cast, filed)
    row = handover(filed)
    assert row.dispute_unit_id == cast.units["county"]
    assert running(filed) == {("dispute", 1)}
    assert told(filed, cast, "mayor")
    with pytest.raises(NotTheDecider):
        settle(cast, filed, "stays", "registrar")
    before = owed(filed)
    settle(cast, filed, "stays")
    assert cast.matter(filed).lead_unit_id == cast.units["housing"]
    assert running(filed) == set()
    assert owed(filed) == before
    with pytest.raises(DisputeNotOpen):
        settle(cast, filed, "stays")
    assert "云渡县人民政府已经决定，由云渡县住房和城乡建设局负责" in sentences(cast, filed)


@pytest.mark.parametrize(
    ("outcome", "unit", "positions"), [(DisputeOutcome.BACK, "office", 1), (DisputeOutcome.OTHER, "town", 2)]
)
def test_the_superior_may_send_it_elsewhere(cast: Cast, outcome: str, unit: str, positions: int) -> None:
    filed = given(cast)
    object_to(cast, filed)
    refuse(cast, filed)
    dispute(cast, filed)
    if outcome == DisputeOutcome.OTHER:
        with pytest.raises(UnitUnknown):
            settle(cast, filed, outcome)
        settle(cast, filed, outcome, unit_id=cast.units[unit])
        with pytest.raises(ObjectionTooLate):
            object_to(cast, filed, "town_registrar")
    else:
        settle(cast, filed, outcome)
    matter = cast.matter(filed)
    assert (matter.lead_unit_id, matter.sent_on, matter.handler_id) == (cast.units[unit], positions, None)
    assert running(filed) == set()


def test_nobody_waits_for_a_sender_who_does_not_answer(cast: Cast) -> None:
    filed = given(cast)
    object_to(cast, filed)
    cast.later(days=5)
    dispute(cast, filed)
    with pytest.raises(ObjectionNotOpen):
        refuse(cast, filed)
    settle(cast, filed, "back")
    assert cast.matter(filed).lead_unit_id == cast.units["office"]


def test_whoever_turns_out_to_be_barred_never_decides(cast: Cast) -> None:
    """The matter turns out to be about who leads all: it moves, and what was open between the units ends."""
    filed = given(cast)
    object_to(cast, filed)
    assert running(filed) == {("objection_decision", 1)}
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["mayor"], text="", at=cast.at,
    )  # fmt: skip
    matter = cast.matter(filed)
    assert matter.lead_unit_id == cast.units["commission"]
    assert not seen_by(cast, filed, "mayor")
    assert running(filed) == set()
    with pytest.raises(DisputeNotOpen):
        matter_dispute(actor=cast.actor("commission_registrar"), matter_id=filed.matter_id, reasons=WHY, at=cast.at)


def test_the_third_time_a_leader_is_told_by_itself(cast: Cast) -> None:
    filed = given(cast)
    send(cast, filed, "approver", "education")
    assert "matters.handover.escalated" not in kinds(filed)
    send(cast, filed, "education_registrar", "town")
    assert kinds(filed)[-1] == "matters.handover.escalated"
    assert told(filed, cast, "mayor")
    assert "已经转过 3 次，已报告云渡县人民政府的负责人" in sentences(cast, filed)
    assert running(filed) == {("object", 3)}


def ask(cast: Cast, filed: Registered, *units: str, who: str = "handler") -> None:
    asks = [AssistAsk(unit_id=cast.units[unit], question=f"请{unit}核实", due_on=DAY) for unit in units]
    matter_ask_assist(actor=cast.actor(who), matter_id=filed.matter_id, asks=asks, at=cast.at)


def contribute(cast: Cast, filed: Registered, who: str) -> None:
    matter_contribute(actor=cast.actor(who), matter_id=filed.matter_id, contribution="已核实。", at=cast.at)


def test_several_units_help_and_one_leads(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    before = owed(filed)
    ask(cast, filed, "education", "town")
    assert running(filed) >= {("assist", 1), ("assist", 2)}
    assert owed(filed) == before
    assert told(filed, cast, "education_registrar") and told(filed, cast, "town_registrar")
    with pytest.raises(AssistOpenAlready):
        ask(cast, filed, "town")
    with pytest.raises(UnitUnknown):
        ask(cast, filed, "housing")
    assert [row.number for row in box(cast, "education_handler")] == [filed.number]
    contribute(cast, filed, "education_handler")
    assert box(cast, "education_handler") == []
    assert ("assist", 1) not in running(filed) and ("assist", 2) in running(filed)
    with pytest.raises(AssistNotThere):
        contribute(cast, filed, "education_registrar")
    assert "云渡县教育局已经办完请它协助的部分" in sentences(cast, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert {(one.unit, one.question, one.contribution) for one in page.assists} == {
        ("云渡县教育局", "", ""),
        ("柳荫镇人民政府", "", ""),
    }
    assert page.handovers == ()


def box(cast: Cast, who: str) -> list[MatterRow]:
    return list(matter_list_for(actor=cast.actor(who), box=Box.ASSIST).rows)


def test_who_helps_sees_it_only_while_needed_or_when_it_has_answered(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    assert not seen_by(cast, filed, "education_registrar")
    ask(cast, filed, "education", "town")
    assert seen_by(cast, filed, "education_registrar") and seen_by(cast, filed, "town_registrar")
    contribute(cast, filed, "education_registrar")
    for one in Assist.objects.filter(matter_id=filed.matter_id):
        matter_end_assist(actor=cast.actor("handler"), matter_id=filed.matter_id, assist_id=one.pk, at=cast.at)
    assert seen_by(cast, filed, "education_registrar")
    assert not seen_by(cast, filed, "town_registrar")
    with pytest.raises(MatterNotFound):
        contribute(cast, filed, "town_registrar")


def test_a_barred_unit_neither_helps_nor_sees(cast: Cast) -> None:
    filed = cast.file(respondent_unit_id=cast.units["education"])
    cast.to_handler(filed)
    with pytest.raises(UnitBarred):
        ask(cast, filed, "education")
    other = cast.file()
    cast.to_handler(other)
    ask(cast, other, "education")
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=other.matter_id, unit_id=cast.units["education"],
        officer_id=None, text="", at=cast.at,
    )  # fmt: skip
    assert not seen_by(cast, other, "education_registrar")
    assert box(cast, "education_registrar") == []


def test_who_helps_may_nothing_else(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    ask(cast, filed, "education")
    page = matter_page_for(actor=cast.actor("education_handler"), number=filed.number, at=cast.at)
    assert {move.action for move in page.moves} == {"contribute"}
    assert page.clocks and page.assists[0].question == "请education核实"


def test_the_end_of_the_matter_stops_what_units_owe(cast: Cast) -> None:
    filed = given(cast, mode=HandoverMode.ASSIGN, report_due_on=DAY)
    matter_assign_handler(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler"], at=cast.at
    )
    ask(cast, filed, "education")
    cast.later(days=1)
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert running(filed) == set()
    with pytest.raises(MoveNotOpen):
        report(cast, filed, "housing_registrar")


def test_an_early_report_does_not_close_an_answered_matter(cast: Cast) -> None:
    """The report is due before the petitioner's window ends: the window is what closes the matter."""
    filed = cast.file()
    cast.accept(filed)
    send(cast, filed, "registrar", "housing", mode=HandoverMode.ASSIGN, report_due_on=date(2026, 3, 5))
    matter_assign_handler(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler"], at=cast.at
    )
    cast.draft(filed)

    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    due_at = cast.matter(filed).next_due_at
    assert due_at and due_at > cast.at + timedelta(days=29)
    cast.later(days=10)
    report(cast, filed, "handler")


def test_what_units_did_stands_in_the_ledger_and_can_be_verified(cast: Cast) -> None:
    filed = given(cast, mode=HandoverMode.ASSIGN, report_due_on=DAY)
    object_to(cast, filed)
    refuse(cast, filed)
    dispute(cast, filed)
    settle(cast, filed, "stays")
    ask(cast, filed, "education", who="approver")
    contribute(cast, filed, "education_registrar")
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
    Handover.objects.filter(matter_id=filed.matter_id).update(decision_reason="改过")
    assert ledger_verify().problems
