"""What an answer promises is carried out before the matter closes; a call back asks whether it is (条例 Art 32)."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from tests.cast import SEED, WHO, Cast

from huiyin.clocks.models import Clock
from huiyin.flows.clock_round import clock_round
from huiyin.flows.reply_letter import reply_letter
from huiyin.flows.supervision_round import supervision_round
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.time import office_day
from huiyin.ledger.services import checkpoint_sign, entries_sequence, ledger_verify
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.carrying_out.errors import (
    FollowUpResultMissing,
    StepDayPast,
    StepGone,
    StepNoteMissing,
    StepsOpen,
    StepsTooMany,
    StepsWithoutUpheld,
    StepTextMissing,
)
from huiyin.matters.carrying_out.selectors import call_backs_owed
from huiyin.matters.carrying_out.services import StepDraft, matter_follow_up, step_done
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import FollowUp, PromisedStep
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft, reply_return
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import post_fill
from huiyin.supervision.models import Supervision
from huiyin.vault.services import IdentityDraft

TICK = system("tick")


def _steps(cast: Cast, *days: int) -> list[StepDraft]:
    return [StepDraft(f"第{days_}天前修好", office_day(cast.at) + timedelta(days=days_)) for days_ in days]


def _draft(cast: Cast, filed: Registered, steps: Sequence[StepDraft], outcome: str = "upheld") -> None:
    opinions = {
        pk: OpinionDraft(outcome, "理由成立。") for pk in cast.matter(filed).requests.values_list("pk", flat=True)
    }
    reply_draft(
        actor=cast.actor("handler"), matter_id=filed.matter_id, facts="属实", basis="条例", opinions=opinions,
        steps=steps, at=cast.at,
    )  # fmt: skip


def _send(cast: Cast, filed: Registered) -> None:
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)


def _promised(cast: Cast, *days: int, identity: IdentityDraft | None = WHO) -> Registered:
    """Answered, with a promise for each of these numbers of days."""
    filed = cast.file(identity=identity)
    cast.to_handler(filed)
    _draft(cast, filed, _steps(cast, *days))
    _send(cast, filed)
    return filed


def _rate(cast: Cast, filed: Registered, grade: str = "satisfied") -> None:
    matter_rate(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office=grade, of_unit=grade, words="",
        at=cast.at,
    )  # fmt: skip


def _do(cast: Cast, filed: Registered, position: int, name: str = "handler") -> None:
    step_done(
        actor=cast.actor(name),
        matter_id=filed.matter_id,
        position=position,
        note="电梯已修好，验收合格。",
        at=cast.at,
    )


def _call(cast: Cast, filed: Registered, result: str, name: str = "registrar") -> None:
    matter_follow_up(actor=cast.actor(name), matter_id=filed.matter_id, result=result, words="", at=cast.at)


def _closed(cast: Cast, identity: IdentityDraft | None = WHO) -> Registered:
    filed = _promised(cast, 10, identity=identity)
    _rate(cast, filed)
    _do(cast, filed, 1)
    matter_close(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    return filed


def test_a_promise_is_the_petitioners_to_read_with_its_day(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    _draft(cast, filed, _steps(cast, 10, 20))
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).steps == ()
    inside = matter_page_for(actor=cast.actor("approver"), number=filed.number, at=cast.at)
    assert [step.is_promised for step in inside.steps] == [False, False]
    assert not Clock.objects.filter(code="step").exists()
    _send(cast, filed)
    steps = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).steps
    assert [(step.due_on, step.is_open) for step in steps] == [(date(2026, 3, 12), True), (date(2026, 3, 22), True)]
    clocks = Clock.objects.filter(subject_id=filed.matter_id, code="step").order_by("round")
    assert [(clock.round, office_day(clock.due_at)) for clock in clocks] == [
        (1, date(2026, 3, 12)),
        (2, date(2026, 3, 22)),
    ]
    assert cast.matter(filed).next_due_at == clocks[0].due_at


def test_a_promise_stands_in_the_letter(cast: Cast) -> None:
    filed = _promised(cast, 10)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.reply
    assert reply_letter(matter=page, reply=page.reply).promises == "1. 第10天前修好（2026年3月12日前）"


def test_what_may_be_promised(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    tomorrow = office_day(cast.at) + timedelta(days=1)
    with pytest.raises(StepsWithoutUpheld):
        _draft(cast, filed, _steps(cast, 5), outcome="explained")
    with pytest.raises(StepsTooMany):
        _draft(cast, filed, _steps(cast, 1, 2, 3, 4, 5, 6))
    with pytest.raises(StepTextMissing):
        _draft(cast, filed, [StepDraft(" ", tomorrow)])
    with pytest.raises(StepDayPast):
        _draft(cast, filed, [StepDraft("修好", office_day(cast.at))])
    assert not PromisedStep.objects.exists()


def test_what_a_returned_draft_promised_binds_no_one(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    _draft(cast, filed, _steps(cast, 3))
    reply_return(actor=cast.actor("approver"), matter_id=filed.matter_id, reason="日期太紧", at=cast.at)
    _draft(cast, filed, _steps(cast, 9))
    _send(cast, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert [step.position for step in page.steps] == [2]
    with pytest.raises(StepGone):
        _do(cast, filed, 1)


def test_the_matter_waits_for_what_is_promised(cast: Cast) -> None:
    filed = _promised(cast, 10, 50)
    _rate(cast, filed)
    with pytest.raises(StepsOpen, match="2"):
        matter_close(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    _do(cast, filed, 1)
    clock_round(at=cast.later(days=35))  # past the window: one promise is open still
    assert cast.matter(filed).state == State.RATED
    assert stuck_matters() == []
    with pytest.raises(StepsOpen):
        matter_close(actor=TICK, matter_id=filed.matter_id, at=cast.at)
    _do(cast, filed, 2)
    clock_round(at=cast.later(hours=1))
    assert cast.matter(filed).state == State.CLOSED


def test_the_window_isnt_cut_short_by_an_early_promise(cast: Cast) -> None:
    filed = _promised(cast, 2)
    cast.later(days=4)
    clock_round(at=cast.at)
    _do(cast, filed, 1)
    clock_round(at=cast.later(hours=1))
    assert cast.matter(filed).state == State.SERVED
    clock_round(at=cast.later(days=32))
    assert cast.matter(filed).state == State.CLOSED


def test_the_unit_says_how_and_the_petitioners_word_is_enough(cast: Cast) -> None:
    filed = _promised(cast, 10, 20)
    with pytest.raises(StepNoteMissing):
        step_done(actor=cast.actor("handler"), matter_id=filed.matter_id, position=1, at=cast.at)
    _do(cast, filed, 1, "approver")
    step_done(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, position=2, at=cast.at)
    with pytest.raises(StepGone):
        _do(cast, filed, 2)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert [(step.note, step.by_petitioner) for step in page.steps] == [("电梯已修好，验收合格。", False), ("", True)]
    assert "第 2 项承诺的事已经落实" in page.events[-1].sentence
    outcomes = Clock.objects.filter(subject_id=filed.matter_id, code="step").values_list("outcome", flat=True)
    assert set(outcomes) == {"met"}


@pytest.mark.parametrize("name", ["registrar", "handler_two", "office_leader"])
def test_others_dont_say_so(cast: Cast, name: str) -> None:
    filed = _promised(cast, 10)
    with pytest.raises((MoveNotAllowed, MatterNotFound)):
        _do(cast, filed, 1, name)


def test_a_promise_that_isnt_kept_is_supervised_step_by_step(cast: Cast) -> None:
    filed = _promised(cast, 5, 8)
    supervision_round(at=cast.later(days=6))
    supervision_round(at=cast.later(days=4))
    assert list(Supervision.objects.values_list("trigger", flat=True)) == ["not_carried_out"]
    _do(cast, filed, 1)
    Supervision.objects.update(ended_at=cast.at)
    assert supervision_round(at=cast.later(days=1)).raised == 1  # the second fell due while the first was open


def test_a_call_back_is_owed_after_closing(cast: Cast) -> None:
    filed = _closed(cast)
    plain = cast.file()
    cast.answer(plain)
    _rate(cast, plain)
    matter_close(actor=cast.actor("approver"), matter_id=plain.matter_id, at=cast.at)
    clock = Clock.objects.get(subject_id=filed.matter_id, code="follow_up")
    assert (office_day(clock.due_at) - office_day(cast.at)).days == 30
    assert not Clock.objects.filter(subject_id=plain.matter_id, code="follow_up").exists()
    assert [row.number for row in call_backs_owed(actor=cast.actor("registrar"), at=cast.at)] == [filed.number]
    _call(cast, filed, "not_reached")
    assert [row.tried for row in call_backs_owed(actor=cast.actor("registrar"), at=cast.at)] == [True]
    assert Clock.objects.get(pk=clock.pk).stopped_at is None
    _call(cast, filed, "done", "handler")
    assert call_backs_owed(actor=cast.actor("registrar"), at=cast.at) == []
    assert Clock.objects.get(pk=clock.pk).outcome == "met"
    assert cast.matter(filed).state == State.CLOSED
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert "已经落实" in page.events[-1].sentence
    with pytest.raises(FollowUpResultMissing):
        _call(cast, filed, "")


def test_anyone_who_left_no_way_isnt_waited_for(cast: Cast) -> None:
    filed = _closed(cast, identity=None)
    assert call_backs_owed(actor=cast.actor("registrar"), at=cast.at) == []
    assert not Clock.objects.filter(subject_id=filed.matter_id, code="follow_up").exists()


def test_not_done_opens_it_again_with_a_new_clock(cast: Cast) -> None:
    filed = _closed(cast)
    cast.later(days=20)
    _call(cast, filed, "not_done")
    matter = cast.matter(filed)
    assert (matter.state, matter.round, matter.is_open, matter.closed_at) == (State.INVESTIGATING, 2, True, None)
    answer = Clock.objects.get(subject_id=filed.matter_id, code="answer", round=2)
    assert answer.started_at == cast.at and answer.stopped_at is None
    assert not Clock.objects.filter(subject_id=filed.matter_id, code="follow_up", stopped_at=None).exists()
    assert stuck_matters() == []
    _draft(cast, filed, _steps(cast, 3))
    _send(cast, filed)
    _do(cast, filed, 2)
    clock_round(at=cast.later(days=35))
    assert cast.matter(filed).state == State.CLOSED
    assert [row.number for row in call_backs_owed(actor=cast.actor("registrar"), at=cast.at)] == [filed.number]


def test_where_the_handler_has_gone_the_unit_gives_it_out_anew(cast: Cast) -> None:
    filed = _closed(cast)
    for post in posts_of_officer(officer_id=cast.officers["handler"]):
        post_fill(post_id=post.id, officer_id=None, actor=SEED, at=cast.at)
    _call(cast, filed, "not_done")
    matter = cast.matter(filed)
    assert (matter.state, matter.handler_id) == (State.ACCEPTED, None)
    matter_assign_handler(
        actor=cast.actor("approver"), matter_id=filed.matter_id, officer_id=cast.officers["handler_two"], at=cast.at
    )
    assert stuck_matters() == []


def test_an_open_matter_isnt_called_back(cast: Cast) -> None:
    filed = _promised(cast, 5)
    with pytest.raises(MoveNotOpen):
        _call(cast, filed, "done", "handler")
    assert not FollowUp.objects.exists()


def test_all_of_it_is_in_the_ledger(cast: Cast) -> None:
    filed = _closed(cast)
    _call(cast, filed, "not_done")
    entries_sequence(at=cast.at)
    checkpoint_sign(at=cast.at)
    assert ledger_verify().problems == []
    FollowUp.objects.update(result="done")
    assert ledger_verify().problems
