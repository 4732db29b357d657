"""Explanation meetings: wished for, fixed, moved, held or not; what each step refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.cast import Cast
from tests.matters.explaining import (
    ASKED,
    EXPLAINED,
    answer_invitation,
    ask,
    clocks_of,
    fix,
    held,
    hold,
    last_of,
    news,
    notified,
    page_of,
)

from huiyin.documents.letters import content_text
from huiyin.flows.record_papers import explanation_paper
from huiyin.kernel.actor import petitioner
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.rules.states import Action
from huiyin.matters.explanation.errors import (
    ExplanationAskedRequired,
    ExplanationExplainedRequired,
    ExplanationGoneConflict,
    ExplanationOfficersRequired,
    ExplanationOpenConflict,
    ExplanationPlaceRequired,
    ExplanationReasonRequired,
    ExplanationTimeInvalid,
    ExplanationTooEarlyConflict,
    ExplanationUnfixedConflict,
    ExplanationUnwishedConflict,
    HeldDayInvalid,
    InvitationGoneConflict,
    MinutesGoneConflict,
    MinutesRemarkRequired,
    OtherDayAskedConflict,
    OtherDayNoteRequired,
    PointsAboveInvalid,
    PointsInvalid,
    UnclearRequired,
    WishWayInvalid,
)
from huiyin.matters.explanation.rules import AgreedBy
from huiyin.matters.explanation.services.arrange import (
    PointDraft,
    explanation_end,
)
from huiyin.matters.explanation.services.wish import (
    ExplanationWish,
    explanation_ask_other_day,
    explanation_offer,
    explanation_remark,
    explanation_withdraw,
)
from huiyin.matters.models import ExplanationMeeting
from huiyin.matters.register.services.register import Registered
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.tasks.models import Task
from huiyin.tasks.services import task_check, task_finish, task_take


@pytest.fixture
def answered(cast: Cast) -> Registered:
    filed = cast.file()
    cast.answer(filed)
    return filed


def test_whatever_the_office_does_the_petitioner_is_notified_of(cast: Cast, answered: Registered) -> None:
    steps: tuple[Callable[[], None], ...] = (
        lambda: ask(cast, answered, cast.actor("handler"), way="phone"),
        lambda: fix(cast, answered, invite_above=True),
        lambda: answer_invitation(cast, answered, "mayor", comes=True),
        lambda: explanation_end(actor=cast.actor("handler"), matter_id=answered.matter_id, reason="停电", at=cast.at),
        lambda: held(cast, answered),
    )
    for step in steps:
        before = news(answered)
        step()
        # Of the last one: the day was fixed, and the meeting held.
        assert news(answered) - before in {1, 2}, before


def test_from_the_wish_to_the_remark(cast: Cast, answered: Registered) -> None:
    pk = answered.matter_id
    state, version = cast.matter(answered).state, cast.matter(answered).version
    ask(cast, answered)
    # Fifteen working days from Monday 2 March.
    assert clocks_of(answered) == [(1, date(2026, 3, 23), "")]
    assert notified(cast, "petitioner_wrote") == {"handler"}
    fix(cast, answered, officer_ids=[cast.officers["handler"], cast.officers["housing_leader"]])
    assert notified(cast, "explanation_fixed") == {"housing_leader"}
    shown = last_of(cast, answered)
    assert (shown.place, shown.lawyer, shown.officers, shown.officer_ids) == (
        "县信访局三楼", "陆律师", (), frozenset(),
    )  # fmt: skip
    assert "说明会：2026-03-05 09:00，县信访局三楼" in page_of(cast, answered).events[-1].sentence
    cast.later(days=4)
    points = (
        PointDraft("公布备案表", date(2026, 3, 20)), PointDraft("补交合同", date(2026, 3, 15), AgreedBy.PETITIONER),
    )  # fmt: skip
    hold(cast, answered, points=points)
    assert [outcome for _round, _due, outcome in clocks_of(answered)] == ["met"]
    explanation_remark(actor=petitioner(pk), matter_id=pk, remark="还说了会退款", at=cast.at)
    shown = last_of(cast, answered)
    assert (shown.asked, shown.explained, shown.remark) == (ASKED, EXPLAINED, "还说了会退款")
    assert [(point.text, point.agreed_by, point.state) for point in shown.points] == [
        ("公布备案表", "unit", "given"), ("补交合同", "petitioner", ""),
    ]  # fmt: skip
    with pytest.raises(MinutesGoneConflict):
        explanation_remark(actor=petitioner(pk), matter_id=pk, remark="再写", at=cast.at)
    # Nothing else has moved.
    matter = cast.matter(answered)
    assert (matter.state, matter.version) == (state, version + 4)
    paper = content_text(explanation_paper(matter=page_of(cast, answered), meeting=shown))
    assert all(word in paper for word in (ASKED, EXPLAINED, "公布备案表", "还说了会退款"))
    assert [row.number for row in matter_search_for(actor=cast.actor("approver"), text="收费备案表")] == [
        answered.number
    ]
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_what_was_agreed_is_a_task_of_the_unit(cast: Cast, answered: Registered) -> None:
    held(cast, answered, points=(PointDraft("公布备案表", date(2026, 3, 20)),))
    (task,) = Task.objects.all()
    assert (task.unit_id, task.text, office_day(task.due_at)) == (
        cast.units["housing"], "公布备案表", date(2026, 3, 20),
    )  # fmt: skip
    assert notified(cast, "task_given") >= {"approver", "housing_registrar"}
    task_take(actor=cast.actor("approver"), task_id=task.pk, at=cast.at)
    task_finish(actor=cast.actor("approver"), task_id=task.pk, note="已上墙", at=cast.at)
    task_check(actor=cast.actor("housing_leader"), task_id=task.pk, at=cast.at)
    assert [point.is_done for point in last_of(cast, answered).points] == [True]


def test_a_meeting_before_the_answer_needs_the_office(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    pk = filed.matter_id
    with pytest.raises(ExplanationTooEarlyConflict):
        ask(cast, filed)
    assert not page_of(cast, filed).can(Action.ASK_EXPLANATION)
    explanation_offer(actor=cast.actor("handler"), matter_id=pk, note="收费怎么算", at=cast.at)
    with pytest.raises(ExplanationOpenConflict):
        explanation_offer(actor=cast.actor("approver"), matter_id=pk, at=cast.at)
    assert last_of(cast, filed).is_offer and clocks_of(filed) == []
    with pytest.raises(ExplanationUnwishedConflict):
        fix(cast, filed)
    ask(cast, filed)
    assert ExplanationMeeting.objects.count() == 1 and not last_of(cast, filed).is_offer
    # Declined, and wished for again by telephone.
    explanation_withdraw(actor=petitioner(pk), matter_id=pk, at=cast.at)
    assert clocks_of(filed)[0][2] == "met"
    with pytest.raises(WishWayInvalid):
        ask(cast, filed, cast.actor("handler"), way="web")
    ask(cast, filed, cast.actor("handler"), way="phone")
    assert last_of(cast, filed).how == "在电话里"
    assert [each[0] for each in clocks_of(filed)] == [1, 2]


def test_an_offer_can_be_declined(cast: Cast) -> None:
    filed = cast.file()
    explanation_offer(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)
    explanation_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert last_of(cast, filed).by_petitioner and clocks_of(filed) == []


def test_another_meeting_day_can_be_asked_for_repeatedly(cast: Cast, answered: Registered) -> None:
    pk, who = answered.matter_id, petitioner(answered.matter_id)
    ask(cast, answered)
    with pytest.raises(ExplanationUnfixedConflict):
        explanation_ask_other_day(actor=who, matter_id=pk, note="周六", at=cast.at)
    for times in range(1, 4):
        fix(cast, answered)
        cast.later(hours=1)
        with pytest.raises(OtherDayNoteRequired):
            explanation_ask_other_day(actor=who, matter_id=pk, note=" ", at=cast.at)
        explanation_ask_other_day(actor=who, matter_id=pk, note="周六方便", at=cast.at)
        with pytest.raises(OtherDayAskedConflict):
            explanation_ask_other_day(actor=who, matter_id=pk, note="周日", at=cast.at)
        assert (last_of(cast, answered).other_days, last_of(cast, answered).waits_for_day) == (times, True)
        cast.later(hours=1)
    # The office had named a day each time: its time runs anew, and no clock was reset.
    assert [(each[0], each[2]) for each in clocks_of(answered)] == [(1, "met"), (2, "met"), (3, "met"), (4, "")]


_Step = Callable[[Cast, Registered], None]


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        (lambda cast, filed: ask(cast, filed), ExplanationOpenConflict),
        (lambda cast, filed: fix(cast, filed, days=0), ExplanationTimeInvalid),
        (lambda cast, filed: fix(cast, filed, place=" "), ExplanationPlaceRequired),
        (lambda cast, filed: fix(cast, filed, officer_ids=[]), ExplanationOfficersRequired),
        (lambda cast, filed: hold(cast, filed), ExplanationUnfixedConflict),
        (lambda cast, filed: answer_invitation(cast, filed, "mayor", comes=True), InvitationGoneConflict),
        (
            lambda cast, filed: explanation_end(
                actor=cast.actor("handler"), matter_id=filed.matter_id, reason="", at=cast.at
            ),
            ExplanationReasonRequired,
        ),
        (
            lambda cast, filed: explanation_remark(
                actor=petitioner(filed.matter_id), matter_id=filed.matter_id, remark="不全", at=cast.at
            ),
            MinutesGoneConflict,
        ),
    ],
)
def test_what_is_refused_before_a_day_is_fixed(
    cast: Cast, answered: Registered, step: _Step, refusal: type[HuiyinError]
) -> None:
    ask(cast, answered)
    with pytest.raises(refusal):
        step(cast, answered)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"held_on": date(2026, 3, 7)}, HeldDayInvalid),
        ({"held_on": date(2026, 3, 1)}, HeldDayInvalid),
        ({"asked": " "}, ExplanationAskedRequired),
        ({"explained": ""}, ExplanationExplainedRequired),
        ({"points": (PointDraft("", date(2026, 3, 20)),)}, PointsInvalid),
        ({"points": (PointDraft("当天", date(2026, 3, 6)),)}, PointsInvalid),
        ({"points": (PointDraft("太多", date(2026, 3, 20)),) * 11}, PointsInvalid),
        ({"points": (PointDraft("答复口径", date(2026, 3, 20), AgreedBy.ABOVE),)}, PointsAboveInvalid),
    ],
)
def test_minutes_that_cannot_be_written(
    cast: Cast, answered: Registered, given: dict[str, Any], refusal: type[HuiyinError]
) -> None:
    with pytest.raises(refusal):
        held(cast, answered, **given)
    assert not Task.objects.exists()


def test_only_petitioner_and_unit_act_on_a_meeting(cast: Cast, answered: Registered) -> None:
    pk = answered.matter_id
    with pytest.raises(UnclearRequired):
        ask(cast, answered, wish=ExplanationWish(" "))
    with pytest.raises(MatterNotFound):
        ask(cast, answered, cast.actor("education_registrar"), way="phone")
    ask(cast, answered, cast.actor("registrar"), way="visit")
    for by in ("registrar", "town_leader"):
        with pytest.raises((MoveNotAllowed, MatterNotFound)):
            fix(cast, answered, by=by)
    with pytest.raises(MoveNotAllowed):
        explanation_withdraw(actor=cast.actor("handler"), matter_id=pk, at=cast.at)
    explanation_end(actor=cast.actor("approver"), matter_id=pk, reason="约定那天没有来", at=cast.at)
    assert "约定那天没有来" in page_of(cast, answered).events[-1].sentence
    with pytest.raises(ExplanationGoneConflict):
        explanation_end(actor=cast.actor("handler"), matter_id=pk, reason="晚了一步", at=cast.at)
    # It can be wished for again.
    ask(cast, answered)
    with pytest.raises(MinutesRemarkRequired):
        fix(cast, answered)
        cast.later(days=4)
        hold(cast, answered)
        explanation_remark(actor=petitioner(pk), matter_id=pk, remark="\u200b", at=cast.at)
