"""Supervision: who demands, who answers, who ends it, and what is demanded by rule (条例 Art 40)."""

from datetime import date, timedelta

import pytest
from tests.cast import SEED, Cast
from tests.matters.above import answer_again, ask, decide, staff_above

from huiyin.clocks.models import Clock
from huiyin.clocks.services import ClockDayPast
from huiyin.flows.supervision_round import SupervisionReport, supervision_round
from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import office_day
from huiyin.ledger.services import checkpoint_sign, entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.selectors.holding import unit_has_matters
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.moves import moves_register
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.review.rules import ReviewOutcome
from huiyin.notices.models import Notice
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create
from huiyin.supervision.errors import (
    DemandMissing,
    EndReasonMissing,
    NotTheirDemand,
    StatementMissing,
    SupervisedAlready,
    SupervisionGone,
)
from huiyin.supervision.models import Supervision
from huiyin.supervision.moves import SUPERVISION
from huiyin.supervision.rules import Trigger
from huiyin.supervision.selectors import SupervisionView, supervisions_open
from huiyin.supervision.services import (
    matter_supervise,
    matter_supervise_by_rule,
    supervision_answer,
    supervision_end,
)

TICK = system("tick")
DEMAND = "请说明为什么还没有联系信访人，以及什么时候上门查看。"


def _supervise(cast: Cast, filed: Registered, name: str = "registrar", *, days: int = 7) -> None:
    matter_supervise(
        actor=cast.actor(name), matter_id=filed.matter_id, demand=DEMAND,
        due_on=office_day(cast.at) + timedelta(days=days), at=cast.at,
    )  # fmt: skip


def _answer(cast: Cast, filed: Registered, name: str = "approver", position: int = 1) -> None:
    supervision_answer(
        actor=cast.actor(name), matter_id=filed.matter_id, position=position, answer="今天已经上门，明天答复。",
        at=cast.at,
    )  # fmt: skip


def _end(cast: Cast, actor: Actor, filed: Registered, position: int = 1) -> None:
    supervision_end(actor=actor, matter_id=filed.matter_id, position=position, reason="已经上门。", at=cast.at)


def _at_housing(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    return filed


@pytest.mark.parametrize("name", ["registrar", "office_approver", "office_leader", "mayor"])
def test_the_office_that_gave_it_away_and_anyone_who_leads_may_supervise(cast: Cast, name: str) -> None:
    filed = _at_housing(cast)
    before = cast.matter(filed)
    _supervise(cast, filed, name)
    row = Supervision.objects.get()
    assert (row.trigger, row.unit_id) == (Trigger.BY_HAND, cast.units["housing"])
    assert row.by_unit_id == cast.units["county" if name == "mayor" else "office"]
    clock = Clock.objects.get(subject_id=filed.matter_id, code="demand")
    assert (office_day(clock.due_at), clock.round) == (row.due_on, 1)
    after = cast.matter(filed)
    assert (after.state, after.lead_unit_id) == (before.state, before.lead_unit_id)
    assert after.next_due_at == clock.due_at
    notified = set(Notice.objects.filter(template="supervision_raised").values_list("officer_id", flat=True))
    assert {cast.officers[username] for username in ("approver", "drafting_approver", "housing_leader")} <= notified


@pytest.mark.parametrize("name", ["handler", "approver", "housing_registrar", "housing_leader"])
def test_no_one_supervises_their_own_unit(cast: Cast, name: str) -> None:
    filed = _at_housing(cast)
    with pytest.raises(NotAllowed):
        _supervise(cast, filed, name)


def test_a_stranger_doesnt_even_see_it(cast: Cast) -> None:
    filed = _at_housing(cast)
    with pytest.raises(MatterNotFound):
        _supervise(cast, filed, "education_registrar")


def test_while_the_office_has_it_only_the_leader_above_supervises(cast: Cast) -> None:
    filed = cast.file()
    with pytest.raises(MoveNotAllowed):
        _supervise(cast, filed, "office_leader")
    _supervise(cast, filed, "mayor")
    assert Supervision.objects.get().by_unit_id == cast.units["county"]


def test_a_demand_needs_words_and_a_day_to_come(cast: Cast) -> None:
    filed = _at_housing(cast)
    with pytest.raises(ClockDayPast):
        _supervise(cast, filed, days=0)
    with pytest.raises(DemandMissing):
        matter_supervise(
            actor=cast.actor("registrar"), matter_id=filed.matter_id, demand=" ", due_on=date(2027, 1, 1), at=cast.at
        )
    assert not Supervision.objects.exists()


def test_the_unit_answers_and_the_raising_unit_ends(cast: Cast) -> None:
    filed = _at_housing(cast)
    _supervise(cast, filed)
    for name in ("handler", "registrar"):
        with pytest.raises(MoveNotAllowed):
            _answer(cast, filed, name)
    with pytest.raises(StatementMissing):
        supervision_answer(actor=cast.actor("approver"), matter_id=filed.matter_id, position=1, answer="", at=cast.at)
    _answer(cast, filed)
    clock = Clock.objects.get(subject_id=filed.matter_id, code="demand")
    assert clock.outcome == "met"
    with pytest.raises(SupervisionGone):
        _answer(cast, filed)
    listed = supervisions_open(actor=cast.actor("office_leader"), at=cast.at)
    assert [row.number for row in listed] == [filed.number]  # until it is ended
    with pytest.raises(NotTheirDemand):
        _end(cast, cast.actor("approver"), filed)
    with pytest.raises(EndReasonMissing):
        supervision_end(actor=cast.actor("registrar"), matter_id=filed.matter_id, position=1, reason="", at=cast.at)
    _end(cast, cast.actor("registrar"), filed)
    with pytest.raises(SupervisionGone):
        _end(cast, cast.actor("registrar"), filed)
    assert supervisions_open(actor=cast.actor("office_leader"), at=cast.at) == []


def test_no_unit_is_closed_while_it_has_to_answer_a_demand_or_to_end_one(cast: Cast) -> None:
    filed = _at_housing(cast)
    office, closing = cast.units["office"], system("closing")
    assert not unit_has_matters(unit_id=office, actor=closing)
    _supervise(cast, filed)
    _answer(cast, filed)
    assert unit_has_matters(unit_id=office, actor=closing)
    _end(cast, cast.actor("registrar"), filed)
    assert not unit_has_matters(unit_id=office, actor=closing)


def test_no_context_takes_a_move_that_another_has() -> None:
    with pytest.raises(ValueError, match="two moves"):
        moves_register(SUPERVISION)


def test_several_demands_run_side_by_side(cast: Cast) -> None:
    filed = _at_housing(cast)
    _supervise(cast, filed, days=3)
    _supervise(cast, filed, "mayor", days=9)
    _answer(cast, filed, position=2)
    running = Clock.objects.filter(subject_id=filed.matter_id, code="demand", stopped_at__isnull=True)
    assert [clock.round for clock in running] == [1]


def test_the_petitioner_reads_that_and_what_was_asked_of_the_unit(cast: Cast) -> None:
    filed = _at_housing(cast)
    _supervise(cast, filed)
    _answer(cast, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    sentences = "".join(event.sentence for event in page.events)
    assert "云渡县信访局督办这件事项" in sentences and "云渡县住房和城乡建设局已就督办作出书面说明" in sentences
    assert "2026年3月9日前" in sentences
    assert DEMAND not in repr(page) and "今天已经上门" not in repr(page)
    inside = matter_page_for(actor=cast.actor("approver"), number=filed.number, at=cast.at)
    assert [(view.demand, view.waits_for_answer) for view in inside.rows_of(SupervisionView)] == [(DEMAND, False)]


def test_the_demand_is_in_the_ledger(cast: Cast) -> None:
    filed = _at_housing(cast)
    _supervise(cast, filed)
    _answer(cast, filed)
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)
    assert ledger_verify().problems == []
    Supervision.objects.update(answer="没有这回事")
    assert ledger_verify().problems


def _raised() -> list[tuple[str, int, int | None]]:
    rows = Supervision.objects.order_by("raised_at", "position")
    return list(rows.values_list("trigger", "by_unit_id", "raised_by"))


def test_late_acceptance_is_supervised_once(cast: Cast) -> None:
    filed = cast.file()
    assert supervision_round(at=cast.later(days=10)) == SupervisionReport()
    assert supervision_round(at=cast.later(days=10)) == SupervisionReport(raised=1)
    # The petition office has it itself: then it is the unit above.
    assert _raised() == [("late_acceptance", cast.units["county"], None)]
    assert supervision_round(at=cast.later(days=1)) == SupervisionReport()
    _answer(cast, filed, "office_approver")
    _end(cast, cast.actor("mayor"), filed)
    assert supervision_round(at=cast.later(days=1)) == SupervisionReport()  # the same lateness, dealt with
    assert stuck_matters() == []


def test_late_answer_is_supervised_in_the_name_of_the_office(cast: Cast) -> None:
    filed = _at_housing(cast)
    supervision_round(at=cast.later(days=70))
    assert _raised() == [("late_answer", cast.units["office"], None)]
    row = Supervision.objects.get()
    clock = Clock.objects.get(subject_id=filed.matter_id, code="supervision")
    assert row.due_on == office_day(clock.due_at) == date(2026, 5, 18)  # five working days
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert "原因：逾期没有答复" in page.events[-1].sentence
    with pytest.raises(SupervisedAlready):
        matter_supervise_by_rule(actor=TICK, matter_id=filed.matter_id, trigger=Trigger.LATE_ANSWER, at=cast.at)


def test_an_approved_answer_that_isnt_sent_is_supervised(cast: Cast) -> None:
    filed = _at_housing(cast)
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    supervision_round(at=cast.later(days=2))
    assert _raised() == []
    supervision_round(at=cast.later(days=4))
    assert [trigger for trigger, _, _ in _raised()] == ["not_told"]


def test_the_third_send_back_is_supervised(cast: Cast) -> None:
    staff_above(cast)
    third = officer_create(plan=OfficerPlan("reviewer_three", "式微"), actor=SEED, at=cast.at)
    post_create(plan=PostPlan(cast.units["county"], Role.REVIEWER, "复查", third.pk), actor=SEED, at=cast.at)
    cast.officers["reviewer_three"] = third.pk
    filed = cast.file()
    cast.answer(filed)
    for name in ("reviewer", "reviewer_two", "reviewer_three"):
        assert supervision_round(at=cast.at) == SupervisionReport()
        ask(cast, filed)
        decide(cast, filed, name, outcome=ReviewOutcome.SENT_BACK, approver="mayor")
        if name != "reviewer_three":
            answer_again(cast, filed)
    assert supervision_round(at=cast.at) == SupervisionReport(raised=1)
    assert _raised() == [("sent_back_often", cast.units["office"], None)]
    assert supervision_round(at=cast.later(days=1)) == SupervisionReport()


def test_what_stands_apart_is_shown_to_no_other_office(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["commission"], kind="accusation")
    supervision_round(at=cast.later(days=20))
    assert _raised() == [("late_acceptance", cast.units["commission"], None)]
    for name in ("registrar", "mayor"):
        with pytest.raises(MatterNotFound):
            matter_page_for(actor=cast.actor(name), number=filed.number, at=cast.at)
        assert supervisions_open(actor=cast.actor(name), at=cast.at) == []


def test_whom_it_is_about_never_supervises_it(cast: Cast) -> None:
    """About the petition office itself: the demand comes from above, and the office sees nothing."""
    filed = cast.file(unit_id=cast.units["housing"], respondent_unit_id=cast.units["office"])
    supervision_round(at=cast.later(days=20))
    assert _raised() == [("late_acceptance", cast.units["county"], None)]
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at)


def test_the_office_sees_what_it_supervises_until_it_ends_it(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["education"])
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at)
    supervision_round(at=cast.later(days=20))
    assert matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at).rows_of(SupervisionView)
    _end(cast, cast.actor("registrar"), filed)
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at)


def test_supervision_moves_no_other_clock(cast: Cast) -> None:
    filed = cast.file()
    before = dict(Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "due_at"))
    _supervise(cast, filed, "mayor")
    after = dict(Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "due_at"))
    assert {code: after[code] for code in before} == before
    matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)
    assert Clock.objects.filter(subject_id=filed.matter_id, code="demand", stopped_at__isnull=True).exists()
