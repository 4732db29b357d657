"""Review and recheck: who may ask and when, who decides, what becomes of the answer, what every clock says."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.cast import SEED, Cast
from tests.matters.above import (
    DECISION,
    GROUNDS,
    answer_again,
    answer_at_station,
    approve_opinion,
    ask,
    decide,
    draft_opinion,
    staff_above,
    to_recheck,
)

from huiyin.clocks.selectors import ClockView, clock_views
from huiyin.kernel.actor import Role, system
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.rounds import matters_past_window
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.delivery.services import reply_post
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Review
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.errors import BasisMissing, FactsMissing
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.review.errors import (
    GroundsMissing,
    LateReasonMissing,
    NotItsTurn,
    NotReviewable,
    ReviewInside,
    ReviewOpinionMissing,
    ReviewOutcomeMissing,
    ReviewOutside,
    TookPart,
    ViaUnknown,
)
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome
from huiyin.matters.review.selectors.review import previous_participants
from huiyin.matters.review.services.review import (
    DecisionDraft,
    review_ask,
    review_decide,
    review_draft,
    review_point_outside,
    review_take,
)
from huiyin.orgs.selectors import posts_of_officer, reviewing_units
from huiyin.orgs.services import PostPlan, post_create, post_fill

REVIEW, RECHECK = ReviewLevel.REVIEW, ReviewLevel.RECHECK


@pytest.fixture
def house(cast: Cast) -> Cast:
    staff_above(cast)
    return cast


def _answered(cast: Cast) -> Registered:
    filed = cast.file()
    cast.answer(filed)
    return filed


def _running(cast: Cast, filed: Registered) -> dict[str, ClockView]:
    views = clock_views(subject_id=filed.matter_id, at=cast.at)
    return {clock.code: clock for clock in views if clock.stopped_at is None}


def _sound(cast: Cast) -> None:
    assert stuck_matters() == []
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_review_upholds_and_a_recheck_is_final(house: Cast) -> None:
    filed = house.file()
    answer_at_station(house, filed)
    house.later(days=2)
    ask(house, filed)
    matter = house.matter(filed)
    assert (matter.state, matter.review_unit_id) == ("under_review", house.units["housing"])
    clock = _running(house, filed)["review"]
    assert clock.due_on >= office_day(house.at) + timedelta(days=30)
    assert matter.next_due_at == clock.due_at
    assert "review_window" not in _running(house, filed)
    decide(house, filed, "bureau_reviewer")
    assert house.matter(filed).state == "reviewed"
    assert "recheck_window" in _running(house, filed)
    house.later(days=3)
    ask(house, filed, RECHECK)
    matter = house.matter(filed)
    assert (matter.state, matter.review_unit_id) == ("under_recheck", house.units["county"])
    decide(house, filed, "reviewer", RECHECK)
    matter = house.matter(filed)
    assert (matter.state, matter.is_open, matter.next_due_at) == ("finalised", False, None)
    assert _running(house, filed) == {}
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=house.at)
    assert [review.level for review in page.reviews] == ["review", "recheck"]
    assert page.reviews[0].opinion == DECISION.opinion
    assert page.reviews[0].remedy and not page.reviews[1].remedy
    _sound(house)


def test_sent_back_means_a_new_answer_with_a_new_clock(house: Cast) -> None:
    filed = _answered(house)
    house.later(days=5)
    ask(house, filed)
    decide(house, filed, outcome=ReviewOutcome.SENT_BACK)
    matter = house.matter(filed)
    assert (matter.state, matter.round, matter.handler_id) == ("investigating", 2, house.officers["handler"])
    answer = _running(house, filed)["answer"]
    assert answer.started_at == house.at
    assert answer.due_on >= office_day(house.at) + timedelta(days=60)
    assert "review" not in _running(house, filed)
    house.later(days=4)
    answer_again(house, filed)
    assert "review_window" in _running(house, filed)
    ask(house, filed)
    assert house.matter(filed).state == "under_review"
    _sound(house)


def test_sent_back_to_a_unit_whose_handler_has_gone(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    review_take(actor=house.actor("reviewer"), matter_id=filed.matter_id, level=REVIEW, at=house.at)
    post = posts_of_officer(officer_id=house.officers["handler"])[0]
    post_fill(post_id=post.id, officer_id=None, actor=SEED, at=house.at)
    draft_opinion(house, filed, "reviewer", ReviewOutcome.SENT_BACK)
    approve_opinion(house, filed, "reviewer_two")
    matter = house.matter(filed)
    assert (matter.state, matter.handler_id) == ("accepted", None)
    _sound(house)


def test_after_the_window_only_with_a_reason(house: Cast) -> None:
    filed = _answered(house)
    house.later(days=45)
    assert matters_past_window(at=house.at, limit=5) == [filed.matter_id]
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=house.at)
    with pytest.raises(LateReasonMissing):
        ask(house, filed)
    ask(house, filed, late="住院两个月，有病历。")
    matter = house.matter(filed)
    assert (matter.state, matter.is_open, matter.closed_at) == ("under_review", True, None)
    assert Review.objects.get(matter=matter).late_reason == "住院两个月，有病历。"
    decide(house, filed)
    house.later(days=45)
    assert matters_past_window(at=house.at, limit=5) == [filed.matter_id]
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=house.at)
    assert house.matter(filed).state == "closed"
    with pytest.raises(NotItsTurn):
        ask(house, filed, late="住院")
    _sound(house)


def test_in_time_a_reason_for_being_late_is_not_kept(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed, late="不用写")
    assert Review.objects.get(matter_id=filed.matter_id).late_reason == ""


def test_only_claims_have_a_review(house: Cast) -> None:
    filed = house.file(kind=Kind.SUGGESTION)
    house.answer(filed)
    with pytest.raises(NotReviewable):
        ask(house, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=house.at)
    assert not page.can("ask_review")


def test_a_registrar_records_what_was_asked_at_the_counter(house: Cast) -> None:
    filed = _answered(house)
    actor = house.actor("registrar")
    with pytest.raises(ViaUnknown):
        review_ask(actor=actor, matter_id=filed.matter_id, level=REVIEW, grounds=GROUNDS, via="web", at=house.at)
    review_ask(actor=actor, matter_id=filed.matter_id, level=REVIEW, grounds=GROUNDS, via="visit", at=house.at)
    assert Review.objects.get(matter_id=filed.matter_id).asked_via == "visit"
    other = _answered(house)
    with pytest.raises(MoveNotAllowed):
        ask(house, other, actor=house.actor("approver"))
    with pytest.raises(GroundsMissing):
        review_ask(actor=house.petitioner(other), matter_id=other.matter_id, level=REVIEW, grounds=" ", at=house.at)
    with pytest.raises(MoveNotOpen):
        ask(house, other, RECHECK)


def test_where_nobody_stands_above_the_petitioner_is_told_where_to_go(cast: Cast) -> None:
    filed = _answered(cast)
    with pytest.raises(ReviewOutside, match="上一级"):
        ask(cast, filed)
    assert cast.matter(filed).state == "served"
    review_point_outside(actor=cast.petitioner(filed), matter_id=filed.matter_id, level=REVIEW, at=cast.at)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert "上一级" in page.events[-1].sentence
    staff_above(cast)
    with pytest.raises(ReviewInside):
        review_point_outside(actor=cast.petitioner(filed), matter_id=filed.matter_id, level=REVIEW, at=cast.at)
    ask(cast, filed)
    decide(cast, filed)
    with pytest.raises(ReviewOutside):
        ask(cast, filed, RECHECK)
    _sound(cast)


def test_the_nearest_unit_above_that_is_free_decides(house: Cast) -> None:
    county, office, housing = (house.units[key] for key in ("county", "office", "housing"))
    above = [unit.unit_id for unit in reviewing_units(unit_id=house.units["station"])]
    assert above == [housing, county]
    post = PostPlan(office, Role.REVIEWER, "复查员", house.officers["nobody"])
    post_create(plan=post, actor=SEED, at=house.at)
    assert [unit.unit_id for unit in reviewing_units(unit_id=housing)] == [county, office]
    # A petition office acts for the county: above it is nobody either.
    assert reviewing_units(unit_id=housing, after_unit_id=office) == ()
    assert [unit.unit_id for unit in reviewing_units(unit_id=office)] == [county]
    assert reviewing_units(unit_id=house.units["commission"]) == ()


def test_nobody_who_took_part_decides(house: Cast) -> None:
    """Neither handler nor approver nor registrar, nor who decided the review before."""
    for username in ("registrar", "handler", "approver", "bureau_reviewer"):
        post = PostPlan(house.units["county"], Role.REVIEWER, "复查员", house.officers[username])
        post_create(plan=post, actor=SEED, at=house.at)
    filed = _answered(house)
    ask(house, filed)
    for username in ("registrar", "handler", "approver"):
        with pytest.raises(TookPart):
            review_take(actor=house.actor(username), matter_id=filed.matter_id, level=REVIEW, at=house.at)
    assert not matter_page_for(actor=house.actor("approver"), number=filed.number, at=house.at).can("take_review")
    second = house.file()
    to_recheck(house, second)
    assert house.matter(second).state == "under_recheck"
    with pytest.raises(MatterNotFound):
        review_take(actor=house.actor("bureau_reviewer"), matter_id=second.matter_id, level=RECHECK, at=house.at)


def test_only_who_has_taken_it_decides_and_a_colleague_can_take_it_over(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    pk, one, two = filed.matter_id, house.actor("reviewer"), house.actor("reviewer_two")
    with pytest.raises(MoveNotAllowed):
        draft_opinion(house, filed, "reviewer")
    review_take(actor=one, matter_id=pk, level=REVIEW, at=house.at)
    matter_note(actor=one, matter_id=pk, body="已调卷", at=house.at)
    review_take(actor=two, matter_id=pk, level=REVIEW, at=house.at)
    with pytest.raises(MoveNotAllowed):
        draft_opinion(house, filed, "reviewer")
    with pytest.raises(MoveNotAllowed):
        review_take(actor=house.actor("approver"), matter_id=pk, level=REVIEW, at=house.at)
    # Coming back to it isn't having had a part before.
    review_take(actor=one, matter_id=pk, level=REVIEW, at=house.at)
    draft_opinion(house, filed, "reviewer", "changed")
    review_decide(actor=two, matter_id=pk, level=REVIEW, at=house.at)
    assert matter_get_for(actor=two, number=filed.number).state == "reviewed"


def test_the_unit_that_answered_decides_nothing_meanwhile(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=house.actor("bureau_reviewer"), number=filed.number)
    page = matter_page_for(actor=house.actor("approver"), number=filed.number, at=house.at)
    assert not {move.action for move in page.moves} & {"assign_unit", "assign_handler", "draft", "close"}


def test_each_part_of_a_decision_is_asked_for(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    pk, actor = filed.matter_id, house.actor("reviewer")
    review_take(actor=actor, matter_id=pk, level=REVIEW, at=house.at)
    wrong = {
        FactsMissing: DecisionDraft("", "条例", "维持"),
        BasisMissing: DecisionDraft("属实", " ", "维持"),
        ReviewOpinionMissing: DecisionDraft("属实", "条例", ""),
    }
    for refusal, decision in wrong.items():
        with pytest.raises(refusal):
            review_draft(actor=actor, matter_id=pk, decision=decision, outcome="upheld", at=house.at)
    for outcome in ("", ReviewOutcome.WITHDRAWN):
        with pytest.raises(ReviewOutcomeMissing):
            draft_opinion(house, filed, "reviewer", outcome)


def test_the_petitioner_reads_no_reviewers_name(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    decide(house, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=house.at)
    assert "柏舟" not in repr(page)
    assert "柏舟" in repr(matter_page_for(actor=house.actor("reviewer"), number=filed.number, at=house.at))


def test_who_asks_has_the_letter(house: Cast) -> None:
    """An answer on its way by post: nobody has to wait for its receipt any more once a review is asked for."""
    filed = house.file()
    house.to_handler(filed)
    house.draft(filed)
    reply_approve(actor=house.actor("approver"), matter_id=filed.matter_id, at=house.at)
    day = office_day(house.at)
    reply_post(actor=house.actor("handler"), matter_id=filed.matter_id, posted_on=day, at=house.at)
    assert "ack" in _running(house, filed)
    house.later(days=3)
    ask(house, filed)
    assert set(_running(house, filed)) & {"ack", "review", "review_window"} == {"review"}
    decide(house, filed)
    _sound(house)


def test_of_all_officers_only_those_without_a_part_can_take_it(house: Cast) -> None:
    """Everybody gets a reviewer's post above; whoever made a step before is refused all the same."""
    filed = _answered(house)
    ask(house, filed)
    involved = previous_participants(matter=house.matter(filed))
    assert {house.officers[name] for name in ("registrar", "housing_registrar", "handler", "approver")} <= involved
    for username, officer_id in house.officers.items():
        post = PostPlan(house.units["county"], Role.REVIEWER, "复查员", officer_id)
        post_create(plan=post, actor=SEED, at=house.at)
        mark = transaction.savepoint()
        try:
            review_take(actor=house.actor(username), matter_id=filed.matter_id, level=REVIEW, at=house.at)
            took = True
        except (TookPart, MatterNotFound):
            took = False
        transaction.savepoint_rollback(mark)
        assert took is (officer_id not in involved), username
