"""Explanation meetings: wished for, fixed, moved, held or not; never a gate, and nothing of it for who is barred."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers import serialize
from tests.cast import PASSPHRASE, SEED, WHO, Cast
from tests.matters.above import staff_above

from huiyin.clocks.models import Clock
from huiyin.documents.letters import content_text
from huiyin.flows.clock_round import clock_round
from huiyin.flows.record_papers import explanation_paper
from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.actor import Actor, Role, petitioner, system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.rules.states import Action, Kind, State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
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
    InvitationReasonRequired,
    MinutesGoneConflict,
    OtherDayAskedConflict,
    OtherDayNoteRequired,
    PointsAboveInvalid,
    PointsInvalid,
    RemarkRequired,
    UnclearRequired,
    UnitAboveInvalid,
    WishWayInvalid,
)
from huiyin.matters.explanation.rules import AgreedBy
from huiyin.matters.explanation.selectors.meetings import ExplanationView
from huiyin.matters.explanation.services.arrange import (
    ExplanationDay,
    ExplanationMinutes,
    PointDraft,
    explanation_answer_invitation,
    explanation_end,
    explanation_fix,
    explanation_hold,
)
from huiyin.matters.explanation.services.wish import (
    ExplanationWish,
    explanation_ask,
    explanation_ask_other_day,
    explanation_offer,
    explanation_remark,
    explanation_withdraw,
)
from huiyin.matters.models import ExplanationMeeting
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_ask
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.matters.seal.services import matter_open_seal
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.orgs.services import PostPlan, post_create
from huiyin.tasks.models import Task
from huiyin.tasks.selectors.gate import visible_to as tasks_visible_to
from huiyin.tasks.services import task_check, task_finish, task_take

UNCLEAR, ASKED, EXPLAINED = "为什么按户收", "为什么不按面积收", "合同写明按户，依据是收费备案表"
WISH = ExplanationWish(UNCLEAR, wants_lawyer=True, wants_above=True, brings_companion=True)


@pytest.fixture
def answered(cast: Cast) -> Registered:
    filed = cast.file()
    cast.answer(filed)
    return filed


def _ask(cast: Cast, filed: Registered, actor: Actor | None = None, way: str = "web", wish: Any = WISH) -> None:
    explanation_ask(
        actor=actor or petitioner(filed.matter_id), matter_id=filed.matter_id, wish=wish, way=way, at=cast.at
    )


def _day(cast: Cast, *, days: int = 3, **given: Any) -> ExplanationDay:
    day = ExplanationDay(cast.at + timedelta(days=days), "县信访局三楼", [cast.officers["handler"]], lawyer="陆律师")
    return replace(day, **given)


def _fix(cast: Cast, filed: Registered, by: str = "handler", days: int = 3, **given: Any) -> None:
    day = _day(cast, days=days, **given)
    explanation_fix(actor=cast.actor(by), matter_id=filed.matter_id, day=day, at=cast.at)


def _answer(cast: Cast, filed: Registered, by: str, *, comes: bool, reason: str = "") -> None:
    explanation_answer_invitation(
        actor=cast.actor(by), matter_id=filed.matter_id, comes=comes, reason=reason, at=cast.at
    )


def _hold(cast: Cast, filed: Registered, by: str = "handler", **given: Any) -> None:
    minutes = replace(ExplanationMinutes(office_day(cast.at), ASKED, EXPLAINED, "住建局，律师"), **given)
    explanation_hold(actor=cast.actor(by), matter_id=filed.matter_id, minutes=minutes, at=cast.at)


def _held(cast: Cast, filed: Registered, **given: Any) -> None:
    _ask(cast, filed)
    _fix(cast, filed)
    cast.later(days=4)
    _hold(cast, filed, **given)


def _page(cast: Cast, filed: Registered) -> MatterView:
    return matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)


def _last(cast: Cast, filed: Registered) -> ExplanationView:
    return _page(cast, filed).explanations[-1]


def _clocks(filed: Registered) -> list[tuple[int, date, str]]:
    """Round, due day and outcome of each of its clocks."""
    rows = Clock.objects.filter(subject_id=filed.matter_id, code="explanation").order_by("round")
    return [(row.round, office_day(row.due_at), row.outcome) for row in rows]


def _notified(cast: Cast, template: str) -> set[str]:
    found = set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))
    return {name for name, officer_id in cast.officers.items() if officer_id in found}


def test_from_the_wish_to_the_remark(cast: Cast, answered: Registered) -> None:
    pk = answered.matter_id
    state, version = cast.matter(answered).state, cast.matter(answered).version
    _ask(cast, answered)
    # Fifteen working days from Monday 2 March.
    assert _clocks(answered) == [(1, date(2026, 3, 23), "")]
    assert _notified(cast, "petitioner_wrote") == {"handler"}
    _fix(cast, answered, officer_ids=[cast.officers["handler"], cast.officers["housing_leader"]])
    assert _notified(cast, "explanation_fixed") == {"housing_leader"}
    shown = _last(cast, answered)
    assert (shown.place, shown.lawyer, shown.officers, shown.officer_ids) == (
        "县信访局三楼", "陆律师", (), frozenset(),
    )  # fmt: skip
    assert "说明会：2026-03-05 09:00，县信访局三楼" in _page(cast, answered).events[-1].sentence
    cast.later(days=4)
    points = (
        PointDraft("公布备案表", date(2026, 3, 20)), PointDraft("补交合同", date(2026, 3, 15), AgreedBy.PETITIONER),
    )  # fmt: skip
    _hold(cast, answered, points=points)
    assert [outcome for _round, _due, outcome in _clocks(answered)] == ["met"]
    explanation_remark(actor=petitioner(pk), matter_id=pk, remark="还说了会退款", at=cast.at)
    shown = _last(cast, answered)
    assert (shown.asked, shown.explained, shown.remark) == (ASKED, EXPLAINED, "还说了会退款")
    assert [(point.text, point.agreed_by, point.state) for point in shown.points] == [
        ("公布备案表", "unit", "given"), ("补交合同", "petitioner", ""),
    ]  # fmt: skip
    with pytest.raises(MinutesGoneConflict):
        explanation_remark(actor=petitioner(pk), matter_id=pk, remark="再写", at=cast.at)
    # Nothing else has moved.
    matter = cast.matter(answered)
    assert (matter.state, matter.version) == (state, version + 4)
    paper = content_text(explanation_paper(matter=_page(cast, answered), meeting=shown))
    assert all(word in paper for word in (ASKED, EXPLAINED, "公布备案表", "还说了会退款"))
    assert [row.number for row in matter_search_for(actor=cast.actor("approver"), text="收费备案表")] == [
        answered.number
    ]
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_what_was_agreed_is_a_task_of_the_unit(cast: Cast, answered: Registered) -> None:
    _held(cast, answered, points=(PointDraft("公布备案表", date(2026, 3, 20)),))
    (task,) = Task.objects.all()
    assert (task.unit_id, task.text, office_day(task.due_at)) == (
        cast.units["housing"], "公布备案表", date(2026, 3, 20),
    )  # fmt: skip
    assert _notified(cast, "task_given") >= {"approver", "housing_registrar"}
    task_take(actor=cast.actor("approver"), task_id=task.pk, at=cast.at)
    task_finish(actor=cast.actor("approver"), task_id=task.pk, note="已上墙", at=cast.at)
    task_check(actor=cast.actor("housing_leader"), task_id=task.pk, at=cast.at)
    assert [point.is_done for point in _last(cast, answered).points] == [True]


def test_before_an_answer_only_where_the_office_offers_it_or_writes_it_down(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    pk = filed.matter_id
    with pytest.raises(ExplanationTooEarlyConflict):
        _ask(cast, filed)
    assert not _page(cast, filed).can(Action.ASK_EXPLANATION)
    explanation_offer(actor=cast.actor("handler"), matter_id=pk, note="收费怎么算", at=cast.at)
    with pytest.raises(ExplanationOpenConflict):
        explanation_offer(actor=cast.actor("approver"), matter_id=pk, at=cast.at)
    assert _last(cast, filed).is_offer and _clocks(filed) == []
    with pytest.raises(ExplanationUnwishedConflict):
        _fix(cast, filed)
    _ask(cast, filed)
    assert ExplanationMeeting.objects.count() == 1 and not _last(cast, filed).is_offer
    # Declined, and wished for again by telephone.
    explanation_withdraw(actor=petitioner(pk), matter_id=pk, at=cast.at)
    assert _clocks(filed)[0][2] == "met"
    with pytest.raises(WishWayInvalid):
        _ask(cast, filed, cast.actor("handler"), way="web")
    _ask(cast, filed, cast.actor("handler"), way="phone")
    assert _last(cast, filed).how == "在电话里"
    assert [each[0] for each in _clocks(filed)] == [1, 2]


def test_an_offer_can_be_declined(cast: Cast) -> None:
    filed = cast.file()
    explanation_offer(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)
    explanation_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert _last(cast, filed).by_petitioner and _clocks(filed) == []


def test_another_day_as_often_as_it_takes(cast: Cast, answered: Registered) -> None:
    pk, who = answered.matter_id, petitioner(answered.matter_id)
    _ask(cast, answered)
    with pytest.raises(ExplanationUnfixedConflict):
        explanation_ask_other_day(actor=who, matter_id=pk, note="周六", at=cast.at)
    for times in range(1, 4):
        _fix(cast, answered)
        cast.later(hours=1)
        with pytest.raises(OtherDayNoteRequired):
            explanation_ask_other_day(actor=who, matter_id=pk, note=" ", at=cast.at)
        explanation_ask_other_day(actor=who, matter_id=pk, note="周六方便", at=cast.at)
        with pytest.raises(OtherDayAskedConflict):
            explanation_ask_other_day(actor=who, matter_id=pk, note="周日", at=cast.at)
        assert (_last(cast, answered).other_days, _last(cast, answered).waits_for_day) == (times, True)
        cast.later(hours=1)
    # The office had named a day each time: its time runs anew, and no clock was reset.
    assert [(each[0], each[2]) for each in _clocks(answered)] == [(1, "met"), (2, "met"), (3, "met"), (4, "")]


def test_the_unit_above_is_asked_sees_the_matter_and_answers(cast: Cast, answered: Registered) -> None:
    staff_above(cast)
    post_create(
        plan=PostPlan(cast.units["county"], Role.REGISTRAR, "收文", cast.officers["nobody"]), actor=SEED, at=cast.at
    )
    _ask(cast, answered)
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("nobody"), number=answered.number, at=cast.at)
    _fix(cast, answered, invite_above=True)
    assert _notified(cast, "explanation_invited") == {"mayor", "nobody"}
    page = matter_page_for(actor=cast.actor("nobody"), number=answered.number, at=cast.at)
    assert page.can(Action.ANSWER_INVITATION) and not page.can(Action.FIX_EXPLANATION)
    for name in ("housing_leader", "approver"):
        with pytest.raises(InvitationGoneConflict):
            _answer(cast, answered, name, comes=True)
    with pytest.raises(InvitationReasonRequired):
        _answer(cast, answered, "nobody", comes=False)
    _answer(cast, answered, "nobody", comes=False, reason="当天有会")
    assert _notified(cast, "invitation_answered") == {"handler"}
    assert (_last(cast, answered).above_comes, _last(cast, answered).above_reason) == (False, "当天有会")
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("nobody"), number=answered.number, at=cast.at)
    # For another day it is asked anew; for the same day its word stands.
    _fix(cast, answered, days=5, invite_above=True)
    assert _last(cast, answered).waits_for_above
    _answer(cast, answered, "mayor", comes=True)
    with pytest.raises(InvitationGoneConflict):
        _answer(cast, answered, "nobody", comes=False, reason="晚了一步")
    _fix(cast, answered, days=5, invite_above=True, place="县政府")
    assert _last(cast, answered).above_comes
    _fix(cast, answered, days=5)
    assert _last(cast, answered).above_unit == ""


def test_whom_it_is_about_learns_nothing(cast: Cast) -> None:
    filed = cast.file(respondent_officer_id=cast.officers["handler_two"])
    cast.answer(filed)
    _held(cast, filed, points=(PointDraft("公布", date(2026, 3, 20)),))
    barred = cast.actor("handler_two")
    task = Task.objects.get()
    assert not tasks_visible_to(barred).filter(pk=task.pk).exists()
    assert "handler_two" not in _notified(cast, "task_given") | _notified(cast, "explanation_fixed")
    with pytest.raises(ExplanationOfficersRequired):
        _ask(cast, filed)
        _fix(cast, filed, officer_ids=[cast.officers["handler_two"]])
    for step in (
        lambda: matter_page_for(actor=barred, number=filed.number, at=cast.at),
        lambda: _fix(cast, filed, by="handler_two"),
        lambda: _answer(cast, filed, "handler_two", comes=True),
    ):
        with pytest.raises(MatterNotFound):
            step()


def test_no_unit_above_that_is_barred(cast: Cast) -> None:
    # Of the county's office nothing stands above but the county, whose leader the matter is about.
    filed = cast.file()
    pk = filed.matter_id
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=pk, unit_id=None, officer_id=cast.officers["mayor"], text="江望舒",
        at=cast.at,
    )  # fmt: skip
    lead = cast.matter(filed).lead_unit_id
    assert lead == cast.units["commission"]
    holder = cast.actor("commission_registrar")
    _ask(cast, filed, holder, way="visit")
    day = _day(cast, officer_ids=[cast.officers["commission_registrar"]], invite_above=True)
    with pytest.raises(UnitAboveInvalid):
        explanation_fix(actor=holder, matter_id=pk, day=day, at=cast.at)


_Step = Callable[[Cast, Registered], None]


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        (lambda cast, filed: _ask(cast, filed), ExplanationOpenConflict),
        (lambda cast, filed: _fix(cast, filed, days=0), ExplanationTimeInvalid),
        (lambda cast, filed: _fix(cast, filed, place=" "), ExplanationPlaceRequired),
        (lambda cast, filed: _fix(cast, filed, officer_ids=[]), ExplanationOfficersRequired),
        (lambda cast, filed: _hold(cast, filed), ExplanationUnfixedConflict),
        (lambda cast, filed: _answer(cast, filed, "mayor", comes=True), InvitationGoneConflict),
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
    _ask(cast, answered)
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
        _held(cast, answered, **given)
    assert not Task.objects.exists()


def test_it_is_the_petitioners_and_the_units_own(cast: Cast, answered: Registered) -> None:
    pk = answered.matter_id
    with pytest.raises(UnclearRequired):
        _ask(cast, answered, wish=ExplanationWish(" "))
    with pytest.raises(MatterNotFound):
        _ask(cast, answered, cast.actor("education_registrar"), way="phone")
    _ask(cast, answered, cast.actor("registrar"), way="visit")
    for by in ("registrar", "town_leader"):
        with pytest.raises((MoveNotAllowed, MatterNotFound)):
            _fix(cast, answered, by=by)
    with pytest.raises(MoveNotAllowed):
        explanation_withdraw(actor=cast.actor("handler"), matter_id=pk, at=cast.at)
    explanation_end(actor=cast.actor("approver"), matter_id=pk, reason="约定那天没有来", at=cast.at)
    assert "约定那天没有来" in _page(cast, answered).events[-1].sentence
    with pytest.raises(ExplanationGoneConflict):
        explanation_end(actor=cast.actor("handler"), matter_id=pk, reason="晚了一步", at=cast.at)
    # It can be wished for again.
    _ask(cast, answered)
    with pytest.raises(RemarkRequired):
        _fix(cast, answered)
        cast.later(days=4)
        _hold(cast, answered)
        explanation_remark(actor=petitioner(pk), matter_id=pk, remark="\u200b", at=cast.at)


def test_it_is_no_gate(cast: Cast, answered: Registered) -> None:
    """While one is being arranged the matter is rated, reviewed, closed as ever; its wish stays owed."""
    staff_above(cast)
    before = {row.code: row.due_at for row in Clock.objects.filter(subject_id=answered.matter_id)}
    _ask(cast, answered)
    after = {row.code: row.due_at for row in Clock.objects.filter(subject_id=answered.matter_id)}
    assert before.items() <= after.items()
    page = _page(cast, answered)
    assert page.can(Action.RATE) and page.can(Action.ASK_REVIEW)
    matter_close(actor=system("tick"), matter_id=answered.matter_id, at=cast.at)
    assert _clocks(answered)[0][2] == ""
    cast.at = cast.later(days=25)
    clock_round(at=cast.at)
    assert "handler" in _notified(cast, "matter_late")
    _fix(cast, answered)
    review_ask(
        actor=petitioner(answered.matter_id), matter_id=answered.matter_id, level=ReviewLevel.REVIEW,
        grounds="没有说明", late_reason="出差", via="web", at=cast.at,
    )  # fmt: skip
    assert cast.matter(answered).state == State.UNDER_REVIEW and _last(cast, answered).is_open


def test_with_the_matter_it_falls_away(cast: Cast) -> None:
    filed = cast.file()
    _ask(cast, filed, cast.actor("registrar"), way="phone")
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)
    assert not _last(cast, filed).is_open and _clocks(filed)[0][2] == "void"


def test_of_a_sealed_matter_the_petitioners_words_lie_under_the_seal(cast: Cast) -> None:
    cast.seal_keys("registrar", "office_approver")
    filed = web_filing_register(
        kind=Kind.CLAIM, text="多收了费用。", requests=["退费"], identity=WHO, token=new_token(), at=cast.at,
        category_id=cast.categories["T111"], secrecy=Secrecy.SEALED,
    )  # fmt: skip
    pk, registrar = filed.matter_id, cast.actor("registrar")
    explanation_offer(actor=registrar, matter_id=pk, note="收费怎么算", at=cast.at)
    _ask(cast, filed)
    assert _last(cast, filed).unclear == SEALED_TEXT
    stored = "".join(
        serialize("json", model._default_manager.all(), ensure_ascii=False) for model in apps.get_models()
    )
    assert UNCLEAR not in stored
    found = matter_open_seal(actor=registrar, matter_id=pk, passphrase=PASSPHRASE, purpose="准备说明会", at=cast.at)
    assert UNCLEAR in found.messages.values()
