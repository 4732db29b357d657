"""Nobody's opinion above leaves alone: it is drafted by one and approved by another."""

from datetime import timedelta

import pytest
from tests.cast import SEED, Cast
from tests.matters.above import DECISION, answer_at_station, approve_opinion, ask, draft_opinion, staff_above

from huiyin.clocks.selectors import ClockView, clock_views
from huiyin.documents.models import Letter
from huiyin.kernel.actor import Role
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.lists.selectors.lists import Box, matter_list_for
from huiyin.matters.models import Review
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.errors import (
    HearingPending,
    OpinionNotWaiting,
    OpinionReturnUnexplained,
    OpinionWaits,
    OwnOpinion,
    TookPart,
)
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome
from huiyin.matters.review.selectors.review import reviewers_waited_for
from huiyin.matters.review.services.hearing import HearingDraft, hearing_announce
from huiyin.matters.review.services.review import review_decide, review_return, review_send_back, review_take
from huiyin.notices.models import Notice
from huiyin.orgs.services import PostPlan, post_create
from huiyin.web.refusals import sentence_of

pytestmark = pytest.mark.django_db

REVIEW = ReviewLevel.REVIEW


@pytest.fixture
def house(cast: Cast) -> Cast:
    """With reviewers above, and a station below the housing bureau."""
    staff_above(cast)
    return cast


def _answered(house: Cast) -> Registered:
    filed = house.file()
    house.answer(filed)
    return filed


def _running(house: Cast, filed: Registered) -> dict[str, ClockView]:
    views = clock_views(subject_id=filed.matter_id, at=house.at)
    return {one.code: one for one in views if one.stopped_at is None}


def _sound(house: Cast) -> None:
    assert stuck_matters() == []
    entries_sequence(at=house.at)
    assert ledger_verify().problems == []


def test_an_opinion_leaves_only_after_a_second_person_has_seen_it(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    pk, one, two = filed.matter_id, house.actor("reviewer"), house.actor("reviewer_two")
    review_take(actor=one, matter_id=pk, level=REVIEW, at=house.at)
    with pytest.raises(OpinionNotWaiting):
        review_decide(actor=two, matter_id=pk, level=REVIEW, at=house.at)
    draft_opinion(house, filed, "reviewer")
    house.later(days=2)
    # Drafted is neither said nor over: the petitioner reads nothing of it, and the review's time runs on.
    assert house.matter(filed).state == "under_review" and "review" in _running(house, filed)
    said = matter_page_of_petitioner(matter_id=pk, at=house.at)
    assert DECISION.opinion not in repr(said) and not said.reviews[0].is_decided
    assert not Letter.objects.filter(code="review").exists()
    with pytest.raises(OpinionWaits):
        draft_opinion(house, filed, "reviewer")
    with pytest.raises(OwnOpinion) as own:
        review_decide(actor=one, matter_id=pk, level=REVIEW, at=house.at)
    assert "江望舒" in sentence_of(own.value)
    with pytest.raises(OpinionNotWaiting):  # it doesn't say that the unit answers anew
        review_send_back(actor=two, matter_id=pk, at=house.at)
    review_decide(actor=two, matter_id=pk, level=REVIEW, at=house.at)
    review = Review.objects.get(matter_id=pk)
    assert (review.drafted_by, review.decided_by) == (house.officers["reviewer"], house.officers["reviewer_two"])
    assert matter_page_of_petitioner(matter_id=pk, at=house.at).reviews[0].opinion == DECISION.opinion
    assert matter_page_of_petitioner(matter_id=pk, at=house.at).events[-1].office == "云渡县人民政府"
    _sound(house)


def test_returned_it_is_drafted_anew(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    pk, two = filed.matter_id, house.actor("reviewer_two")
    review_take(actor=house.actor("reviewer"), matter_id=pk, level=REVIEW, at=house.at)
    draft_opinion(house, filed, "reviewer")
    with pytest.raises(OpinionReturnUnexplained):
        review_return(actor=two, matter_id=pk, reason=" ", at=house.at)
    review_return(actor=two, matter_id=pk, reason="写明依据", at=house.at)
    with pytest.raises(OpinionNotWaiting):
        review_decide(actor=two, matter_id=pk, level=REVIEW, at=house.at)
    assert reviewers_waited_for(matter_id=pk) == [house.officers["reviewer"]]
    draft_opinion(house, filed, "reviewer", ReviewOutcome.SENT_BACK)
    approve_opinion(house, filed, "reviewer_two")
    assert house.matter(filed).state == "investigating"
    _sound(house)


def test_where_there_is_one_reviewer_who_leads_the_unit_approves(house: Cast) -> None:
    filed = house.file()
    answer_at_station(house, filed)
    ask(house, filed)
    pk = filed.matter_id
    review_take(actor=house.actor("bureau_reviewer"), matter_id=pk, level=REVIEW, at=house.at)
    draft_opinion(house, filed, "bureau_reviewer")
    waited = set(reviewers_waited_for(matter_id=pk))
    assert waited == {house.officers[name] for name in ("approver", "drafting_approver", "housing_leader")}
    told = Notice.objects.filter(template="approval_waiting", params__number=filed.number)
    assert waited <= set(told.values_list("officer_id", flat=True))
    # Whoever worked on it below, or isn't of the unit that decides, approves nothing.
    for username in ("station_approver", "station_handler", "registrar", "handler"):
        with pytest.raises((MatterNotFound, MoveNotAllowed)):
            review_decide(actor=house.actor(username), matter_id=pk, level=REVIEW, at=house.at)
    review_decide(actor=house.actor("approver"), matter_id=pk, level=REVIEW, at=house.at)
    assert house.matter(filed).state == "reviewed"


def test_who_answered_or_stands_aside_approves_nothing_above(house: Cast) -> None:
    """The same person can be an approver in the unit that answered and a leader above."""
    filed = _answered(house)
    plan = PostPlan(house.units["county"], Role.LEADER, "副县长", house.officers["approver"])
    post_create(plan=plan, actor=SEED, at=house.at)
    ask(house, filed)
    review_take(actor=house.actor("reviewer"), matter_id=filed.matter_id, level=REVIEW, at=house.at)
    draft_opinion(house, filed, "reviewer")
    assert house.officers["approver"] not in reviewers_waited_for(matter_id=filed.matter_id)
    page = matter_page_for(actor=house.actor("approver"), number=filed.number, at=house.at)
    assert not page.can("decide_review") and not page.can("return_opinion")
    waiting = matter_list_for(actor=house.actor("approver"), box=Box.APPROVALS)
    assert waiting.rows == ()
    assert len(matter_list_for(actor=house.actor("mayor"), box=Box.APPROVALS).rows) == 1
    with pytest.raises(TookPart):
        review_decide(actor=house.actor("approver"), matter_id=filed.matter_id, level=REVIEW, at=house.at)


def test_a_hearing_that_was_announced_meanwhile_comes_first(house: Cast) -> None:
    filed = _answered(house)
    ask(house, filed)
    pk = filed.matter_id
    review_take(actor=house.actor("reviewer"), matter_id=pk, level=REVIEW, at=house.at)
    draft_opinion(house, filed, "reviewer")
    hearing = HearingDraft(house.at + timedelta(days=9), "二楼", house.officers["reviewer_two"], "", "收费依据")
    hearing_announce(actor=house.actor("reviewer"), matter_id=pk, hearing=hearing, at=house.at)
    with pytest.raises(HearingPending):
        review_decide(actor=house.actor("mayor"), matter_id=pk, level=REVIEW, at=house.at)


def test_a_review_under_way_before_opinions_were_drafted_goes_on(house: Cast) -> None:
    """A row of the time before has none of the new columns filled; nor has one that was decided by one person."""
    filed = _answered(house)
    ask(house, filed)
    review_take(actor=house.actor("reviewer"), matter_id=filed.matter_id, level=REVIEW, at=house.at)
    row = Review.objects.get(matter_id=filed.matter_id)
    assert (row.drafted_at, row.drafted_by, row.drafted_outcome, row.return_reason) == (None, None, "", "")
    draft_opinion(house, filed, "reviewer")
    approve_opinion(house, filed, "mayor")
    assert house.matter(filed).state == "reviewed"


def test_who_approved_the_review_doesnt_approve_its_recheck(house: Cast) -> None:
    """Even who leads above the bureau and had to approve there, because it had nobody else."""
    filed = house.file()
    answer_at_station(house, filed)
    ask(house, filed)
    review_take(actor=house.actor("bureau_reviewer"), matter_id=filed.matter_id, level=REVIEW, at=house.at)
    draft_opinion(house, filed, "bureau_reviewer")
    approve_opinion(house, filed, "mayor")
    ask(house, filed, ReviewLevel.RECHECK)
    review_take(actor=house.actor("reviewer"), matter_id=filed.matter_id, level=ReviewLevel.RECHECK, at=house.at)
    draft_opinion(house, filed, "reviewer")
    with pytest.raises(TookPart):
        approve_opinion(house, filed, "mayor")
    # The county has no approver: its other reviewer is asked.
    assert reviewers_waited_for(matter_id=filed.matter_id) == [house.officers["reviewer_two"]]
    approve_opinion(house, filed, "reviewer_two")
    assert house.matter(filed).state == "finalised"
    _sound(house)
