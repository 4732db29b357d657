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
def staffed(cast: Cast) -> Cast:
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


def test_a_review_upholds_and_a_recheck_is_final(staffed: Cast) -> None:
    filed = staffed.file()
    answer_at_station(staffed, filed)
    staffed.later(days=2)
    ask(staffed, filed)
    matter = staffed.matter(filed)
    assert (matter.state, matter.review_unit_id) == ("under_review", staffed.units["housing"])
    clock = _running(staffed, filed)["review"]
    assert clock.due_on >= office_day(staffed.at) + timedelta(days=30)
    assert matter.next_due_at == clock.due_at
    assert "review_window" not in _running(staffed, filed)
    decide(staffed, filed, "bureau_reviewer")
    assert staffed.matter(filed).state == "reviewed"
    assert "recheck_window" in _running(staffed, filed)
    staffed.later(days=3)
    ask(staffed, filed, RECHECK)
    matter = staffed.matter(filed)
    assert (matter.state, matter.review_unit_id) == ("under_recheck", staffed.units["county"])
    decide(staffed, filed, "reviewer", RECHECK)
    matter = staffed.matter(filed)
    assert (matter.state, matter.is_open, matter.next_due_at) == ("finalised", False, None)
    assert _running(staffed, filed) == {}
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=staffed.at)
    assert [review.level for review in page.reviews] == ["review", "recheck"]
    assert page.reviews[0].opinion == DECISION.opinion
    assert page.reviews[0].remedy and not page.reviews[1].remedy
    _sound(staffed)


def test_sent_back_means_a_new_answer_with_a_new_clock(staffed: Cast) -> None:
    filed = _answered(staffed)
    staffed.later(days=5)
    ask(staffed, filed)
    decide(staffed, filed, outcome=ReviewOutcome.SENT_BACK)
    matter = staffed.matter(filed)
    assert (matter.state, matter.round, matter.handler_id) == ("investigating", 2, staffed.officers["handler"])
    answer = _running(staffed, filed)["answer"]
    assert answer.started_at == staffed.at
    assert answer.due_on >= office_day(staffed.at) + timedelta(days=60)
    assert "review" not in _running(staffed, filed)
    staffed.later(days=4)
    answer_again(staffed, filed)
    assert "review_window" in _running(staffed, filed)
    ask(staffed, filed)
    assert staffed.matter(filed).state == "under_review"
    _sound(staffed)


def test_sent_back_to_a_unit_whose_handler_has_gone(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    review_take(actor=staffed.actor("reviewer"), matter_id=filed.matter_id, level=REVIEW, at=staffed.at)
    post = posts_of_officer(officer_id=staffed.officers["handler"])[0]
    post_fill(post_id=post.id, officer_id=None, actor=SEED, at=staffed.at)
    draft_opinion(staffed, filed, "reviewer", ReviewOutcome.SENT_BACK)
    approve_opinion(staffed, filed, "reviewer_two")
    matter = staffed.matter(filed)
    assert (matter.state, matter.handler_id) == ("accepted", None)
    _sound(staffed)


def test_after_the_window_only_with_a_reason(staffed: Cast) -> None:
    filed = _answered(staffed)
    staffed.later(days=45)
    assert matters_past_window(at=staffed.at, limit=5) == [filed.matter_id]
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=staffed.at)
    with pytest.raises(LateReasonMissing):
        ask(staffed, filed)
    ask(staffed, filed, late="住院两个月，有病历。")
    matter = staffed.matter(filed)
    assert (matter.state, matter.is_open, matter.closed_at) == ("under_review", True, None)
    assert Review.objects.get(matter=matter).late_reason == "住院两个月，有病历。"
    decide(staffed, filed)
    staffed.later(days=45)
    assert matters_past_window(at=staffed.at, limit=5) == [filed.matter_id]
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=staffed.at)
    assert staffed.matter(filed).state == "closed"
    with pytest.raises(NotItsTurn):
        ask(staffed, filed, late="住院")
    _sound(staffed)


def test_in_time_a_reason_for_being_late_is_not_kept(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed, late="不用写")
    assert Review.objects.get(matter_id=filed.matter_id).late_reason == ""


def test_only_claims_have_a_review(staffed: Cast) -> None:
    filed = staffed.file(kind=Kind.SUGGESTION)
    staffed.answer(filed)
    with pytest.raises(NotReviewable):
        ask(staffed, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=staffed.at)
    assert not page.can("ask_review")


def test_a_registrar_records_what_was_asked_at_the_counter(staffed: Cast) -> None:
    filed = _answered(staffed)
    actor = staffed.actor("registrar")
    with pytest.raises(ViaUnknown):
        review_ask(actor=actor, matter_id=filed.matter_id, level=REVIEW, grounds=GROUNDS, via="web", at=staffed.at)
    review_ask(actor=actor, matter_id=filed.matter_id, level=REVIEW, grounds=GROUNDS, via="visit", at=staffed.at)
    assert Review.objects.get(matter_id=filed.matter_id).asked_via == "visit"
    other = _answered(staffed)
    with pytest.raises(MoveNotAllowed):
        ask(staffed, other, actor=staffed.actor("approver"))
    with pytest.raises(GroundsMissing):
        review_ask(
            actor=staffed.petitioner(other), matter_id=other.matter_id, level=REVIEW, grounds=" ", at=staffed.at
        )
    with pytest.raises(MoveNotOpen):
        ask(staffed, other, RECHECK)


def test_where_no_one_stands_above_the_petitioner_is_shown_where_to_go(cast: Cast) -> None:
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


def test_the_nearest_unit_above_that_is_free_decides(staffed: Cast) -> None:
    county, office, housing = (staffed.units[key] for key in ("county", "office", "housing"))
    above = [unit.unit_id for unit in reviewing_units(unit_id=staffed.units["station"])]
    assert above == [housing, county]
    post = PostPlan(office, Role.REVIEWER, "复查员", staffed.officers["nobody"])
    post_create(plan=post, actor=SEED, at=staffed.at)
    assert [unit.unit_id for unit in reviewing_units(unit_id=housing)] == [county, office]
    # A petition office acts for the county: above it is nobody either.
    assert reviewing_units(unit_id=housing, after_unit_id=office) == ()
    assert [unit.unit_id for unit in reviewing_units(unit_id=office)] == [county]
    assert reviewing_units(unit_id=staffed.units["commission"]) == ()


def test_no_one_who_took_part_decides(staffed: Cast) -> None:
    """Neither handler nor approver nor registrar, nor who decided the review before."""
    for username in ("registrar", "handler", "approver", "bureau_reviewer"):
        post = PostPlan(staffed.units["county"], Role.REVIEWER, "复查员", staffed.officers[username])
        post_create(plan=post, actor=SEED, at=staffed.at)
    filed = _answered(staffed)
    ask(staffed, filed)
    for username in ("registrar", "handler", "approver"):
        with pytest.raises(TookPart):
            review_take(actor=staffed.actor(username), matter_id=filed.matter_id, level=REVIEW, at=staffed.at)
    assert not matter_page_for(actor=staffed.actor("approver"), number=filed.number, at=staffed.at).can("take_review")
    second = staffed.file()
    to_recheck(staffed, second)
    assert staffed.matter(second).state == "under_recheck"
    with pytest.raises(MatterNotFound):
        review_take(actor=staffed.actor("bureau_reviewer"), matter_id=second.matter_id, level=RECHECK, at=staffed.at)


def test_only_who_has_accepted_it_decides_and_a_colleague_can_take_it_over(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    pk, first, second = filed.matter_id, staffed.actor("reviewer"), staffed.actor("reviewer_two")
    with pytest.raises(MoveNotAllowed):
        draft_opinion(staffed, filed, "reviewer")
    review_take(actor=first, matter_id=pk, level=REVIEW, at=staffed.at)
    matter_note(actor=first, matter_id=pk, body="已调卷", at=staffed.at)
    review_take(actor=second, matter_id=pk, level=REVIEW, at=staffed.at)
    with pytest.raises(MoveNotAllowed):
        draft_opinion(staffed, filed, "reviewer")
    with pytest.raises(MoveNotAllowed):
        review_take(actor=staffed.actor("approver"), matter_id=pk, level=REVIEW, at=staffed.at)
    # Coming back to it isn't having had a part before.
    review_take(actor=first, matter_id=pk, level=REVIEW, at=staffed.at)
    draft_opinion(staffed, filed, "reviewer", "changed")
    review_decide(actor=second, matter_id=pk, level=REVIEW, at=staffed.at)
    assert matter_get_for(actor=second, number=filed.number).state == "reviewed"


def test_the_unit_that_answered_decides_nothing_meanwhile(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=staffed.actor("bureau_reviewer"), number=filed.number)
    page = matter_page_for(actor=staffed.actor("approver"), number=filed.number, at=staffed.at)
    assert not {move.action for move in page.moves} & {"assign_unit", "assign_handler", "draft", "close"}


def test_each_part_of_a_decision_is_asked_for(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    pk, actor = filed.matter_id, staffed.actor("reviewer")
    review_take(actor=actor, matter_id=pk, level=REVIEW, at=staffed.at)
    wrong = {
        FactsMissing: DecisionDraft("", "条例", "维持"),
        BasisMissing: DecisionDraft("属实", " ", "维持"),
        ReviewOpinionMissing: DecisionDraft("属实", "条例", ""),
    }
    for refusal, decision in wrong.items():
        with pytest.raises(refusal):
            review_draft(actor=actor, matter_id=pk, decision=decision, outcome="upheld", at=staffed.at)
    for outcome in ("", ReviewOutcome.WITHDRAWN):
        with pytest.raises(ReviewOutcomeMissing):
            draft_opinion(staffed, filed, "reviewer", outcome)


def test_the_petitioner_reads_no_reviewers_name(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    decide(staffed, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=staffed.at)
    assert "柏舟" not in repr(page)
    assert "柏舟" in repr(matter_page_for(actor=staffed.actor("reviewer"), number=filed.number, at=staffed.at))


def test_who_asks_has_the_letter(staffed: Cast) -> None:
    """An answer on its way by post: nobody has to wait for its receipt any more once a review is asked for."""
    filed = staffed.file()
    staffed.to_handler(filed)
    staffed.draft(filed)
    reply_approve(actor=staffed.actor("approver"), matter_id=filed.matter_id, at=staffed.at)
    day = office_day(staffed.at)
    reply_post(actor=staffed.actor("handler"), matter_id=filed.matter_id, posted_on=day, at=staffed.at)
    assert "ack" in _running(staffed, filed)
    staffed.later(days=3)
    ask(staffed, filed)
    assert set(_running(staffed, filed)) & {"ack", "review", "review_window"} == {"review"}
    decide(staffed, filed)
    _sound(staffed)


def test_of_all_officers_only_those_without_a_part_can_take_it(staffed: Cast) -> None:
    """Everybody gets a reviewer's post above; whoever made a step before is refused all the same."""
    filed = _answered(staffed)
    ask(staffed, filed)
    involved = previous_participants(matter=staffed.matter(filed))
    assert {staffed.officers[name] for name in ("registrar", "housing_registrar", "handler", "approver")} <= involved
    for username, officer_id in staffed.officers.items():
        post = PostPlan(staffed.units["county"], Role.REVIEWER, "复查员", officer_id)
        post_create(plan=post, actor=SEED, at=staffed.at)
        mark = transaction.savepoint()
        try:
            review_take(actor=staffed.actor(username), matter_id=filed.matter_id, level=REVIEW, at=staffed.at)
            took = True
        except (TookPart, MatterNotFound):
            took = False
        transaction.savepoint_rollback(mark)
        assert took is (officer_id not in involved), username
