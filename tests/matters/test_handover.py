"""From unit to unit: who has it, who may say no, who decides, who helps. No clock of the petitioner's moves by it."""

from datetime import date, timedelta

import pytest
from tests.cast import Cast
from tests.matters.handing import (
    DAY,
    WHY,
    ask,
    contribute,
    dispute,
    given,
    handover,
    kinds,
    object_to,
    owed,
    refuse,
    report,
    running,
    seen_by,
    send,
    sentences,
    settle,
    was_notified,
)

from huiyin.clocks.models import Clock
from huiyin.clocks.services import ClockDayPast
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.errors import MoveNotAllowed, MoveNotOpen, UnitUnknown
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.handover.errors import (
    DecisionUnreasoned,
    DisputeNotOpen,
    NotTheDecider,
    ObjectionNotOpen,
    ObjectionOpen,
    ObjectionTooLate,
    ObjectionUnreasoned,
    ReportDayMissing,
    ReportDayUnasked,
    ReportNotAsked,
)
from huiyin.matters.handover.rules import DisputeOutcome, HandoverMode, ObjectionOutcome
from huiyin.matters.handover.services.handover import matter_dispute, matter_take_back
from huiyin.matters.models import Handover
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve, reply_return
from huiyin.matters.respondents.services.naming import matter_name_respondent


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
    with pytest.raises(ReportDayUnasked):
        send(cast, filed, "registrar", "housing", mode=HandoverMode.FORWARD, report_due_on=DAY)
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
    assert was_notified(filed, cast, "office_approver")
    page = matter_page_for(actor=cast.actor("office_approver"), number=filed.number, at=cast.at)
    assert page.handovers[0].report == "已修好电梯。"
    assert "已修好电梯" not in sentences(cast, filed)
    with pytest.raises(ReportNotAsked):
        report(cast, filed, "housing_registrar")


def test_no_one_waits_for_a_report_after_a_plain_forward(cast: Cast) -> None:
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
    assert was_notified(filed, cast, "town_registrar")
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


def test_who_has_answered_can_object_no_more_and_no_clock_says_so(cast: Cast) -> None:
    filed = given(cast)
    approver, handler = cast.actor("approver"), cast.actor("handler")
    matter_assign_handler(actor=approver, matter_id=filed.matter_id, officer_id=cast.officers["handler"], at=cast.at)
    cast.draft(filed)
    reply_approve(actor=approver, matter_id=filed.matter_id, at=cast.at)
    assert running(filed) == {("object", 1)}
    reply_serve(actor=handler, matter_id=filed.matter_id, at=cast.at)
    assert running(filed) == set()


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
    assert was_notified(filed, cast, "mayor")
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


def test_no_one_waits_for_a_sender_who_does_not_answer(cast: Cast) -> None:
    filed = given(cast)
    object_to(cast, filed)
    cast.later(days=5)
    dispute(cast, filed)
    with pytest.raises(ObjectionNotOpen):
        refuse(cast, filed)
    settle(cast, filed, "back")
    assert cast.matter(filed).lead_unit_id == cast.units["office"]


def test_an_open_objection_lapses_with_the_answer_and_stays_lapsed(cast: Cast) -> None:
    filed = given(cast)
    matter_assign_handler(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler"], at=cast.at
    )
    object_to(cast, filed)
    assert running(filed) == {("objection_decision", 1)}
    cast.draft(filed)
    assert running(filed) == set()
    assert handover(filed).decision == ObjectionOutcome.LAPSED
    reply_return(actor=cast.actor("approver"), matter_id=filed.matter_id, reason="补充依据", at=cast.at)
    for answer in (refuse, dispute):
        with pytest.raises((ObjectionNotOpen, DisputeNotOpen)):
            answer(cast, filed)


def test_an_open_dispute_lapses_with_the_answer_too(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    object_to(cast, filed)
    refuse(cast, filed)
    dispute(cast, filed)
    assert running(filed) == {("dispute", 1)}
    cast.draft(filed)
    assert running(filed) == set()
    assert (handover(filed).settlement, handover(filed).settled_by) == (DisputeOutcome.STAYS, None)
    with pytest.raises(MoveNotOpen):
        settle(cast, filed, "back")


def test_anyone_who_turns_out_to_be_barred_never_decides(cast: Cast) -> None:
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


def test_for_the_answer_of_a_sender_who_is_barred_by_now_no_one_waits(cast: Cast) -> None:
    filed = given(cast)
    object_to(cast, filed)
    assert Action.DISPUTE not in _moves(cast, filed)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["office"],
        officer_id=None, text="", at=cast.at,
    )  # fmt: skip
    assert not seen_by(cast, filed, "registrar")
    # On the page in the same moment in which the service takes it.
    assert Action.DISPUTE in _moves(cast, filed)
    dispute(cast, filed)
    assert Action.DISPUTE not in _moves(cast, filed)
    assert handover(filed).dispute_unit_id == cast.units["county"]


def _moves(cast: Cast, filed: Registered) -> set[Action]:
    page = matter_page_for(actor=cast.actor("approver"), number=filed.number, at=cast.at)
    return {move.action for move in page.moves}


def test_the_third_time_a_leader_is_notified_automatically(cast: Cast) -> None:
    filed = given(cast)
    send(cast, filed, "approver", "education")
    assert "matters.handover.escalated" not in kinds(filed)
    send(cast, filed, "education_registrar", "town")
    assert kinds(filed)[-1] == "matters.handover.escalated"
    assert was_notified(filed, cast, "mayor")
    assert "已经转过 3 次，已报告云渡县人民政府的负责人" in sentences(cast, filed)
    assert running(filed) == {("object", 3)}


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
