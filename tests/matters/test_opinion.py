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
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
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
def staffed(cast: Cast) -> Cast:
    """With reviewers above, and a station below the housing bureau."""
    staff_above(cast)
    return cast


def _answered(staffed: Cast) -> Registered:
    filed = staffed.file()
    staffed.answer(filed)
    return filed


def _running(staffed: Cast, filed: Registered) -> dict[str, ClockView]:
    views = clock_views(subject_id=filed.matter_id, at=staffed.at)
    return {view.code: view for view in views if view.stopped_at is None}


def _sound(staffed: Cast) -> None:
    assert stuck_matters() == []
    entries_sequence(at=staffed.at)
    assert ledger_verify().problems == []


def test_an_opinion_leaves_only_after_a_second_person_has_seen_it(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    pk, first, second = filed.matter_id, staffed.actor("reviewer"), staffed.actor("reviewer_two")
    review_take(actor=first, matter_id=pk, level=REVIEW, at=staffed.at)
    with pytest.raises(OpinionNotWaiting):
        review_decide(actor=second, matter_id=pk, level=REVIEW, at=staffed.at)
    draft_opinion(staffed, filed, "reviewer")
    staffed.later(days=2)
    # Drafted is neither said nor over: the petitioner reads nothing of it, and the review's time runs on.
    assert staffed.matter(filed).state == "under_review" and "review" in _running(staffed, filed)
    page = matter_page_of_petitioner(matter_id=pk, at=staffed.at)
    assert DECISION.opinion not in repr(page) and not page.reviews[0].is_decided
    assert not Letter.objects.filter(code="review").exists()
    with pytest.raises(OpinionWaits):
        draft_opinion(staffed, filed, "reviewer")
    with pytest.raises(OwnOpinion) as own:
        review_decide(actor=first, matter_id=pk, level=REVIEW, at=staffed.at)
    assert "江望舒" in sentence_of(own.value)
    with pytest.raises(OpinionNotWaiting):  # it doesn't say that the unit answers anew
        review_send_back(actor=second, matter_id=pk, at=staffed.at)
    review_decide(actor=second, matter_id=pk, level=REVIEW, at=staffed.at)
    review = Review.objects.get(matter_id=pk)
    assert (review.drafted_by, review.decided_by) == (staffed.officers["reviewer"], staffed.officers["reviewer_two"])
    assert matter_page_of_petitioner(matter_id=pk, at=staffed.at).reviews[0].opinion == DECISION.opinion
    assert matter_page_of_petitioner(matter_id=pk, at=staffed.at).events[-1].office == "云渡县人民政府"
    _sound(staffed)


def test_returned_it_is_drafted_anew(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    pk, two = filed.matter_id, staffed.actor("reviewer_two")
    review_take(actor=staffed.actor("reviewer"), matter_id=pk, level=REVIEW, at=staffed.at)
    draft_opinion(staffed, filed, "reviewer")
    with pytest.raises(OpinionReturnUnexplained):
        review_return(actor=two, matter_id=pk, reason=" ", at=staffed.at)
    review_return(actor=two, matter_id=pk, reason="写明依据", at=staffed.at)
    with pytest.raises(OpinionNotWaiting):
        review_decide(actor=two, matter_id=pk, level=REVIEW, at=staffed.at)
    assert reviewers_waited_for(matter_id=pk) == [staffed.officers["reviewer"]]
    draft_opinion(staffed, filed, "reviewer", ReviewOutcome.SENT_BACK)
    approve_opinion(staffed, filed, "reviewer_two")
    assert staffed.matter(filed).state == "investigating"
    _sound(staffed)


def test_where_there_is_one_reviewer_who_leads_the_unit_approves(staffed: Cast) -> None:
    filed = staffed.file()
    answer_at_station(staffed, filed)
    ask(staffed, filed)
    pk = filed.matter_id
    review_take(actor=staffed.actor("bureau_reviewer"), matter_id=pk, level=REVIEW, at=staffed.at)
    draft_opinion(staffed, filed, "bureau_reviewer")
    waited = set(reviewers_waited_for(matter_id=pk))
    assert waited == {staffed.officers[name] for name in ("approver", "drafting_approver", "housing_leader")}
    notices = Notice.objects.filter(template="approval_waiting", params__number=filed.number)
    assert waited <= set(notices.values_list("officer_id", flat=True))
    # Whoever worked on it below, or isn't of the unit that decides, approves nothing.
    for username in ("station_approver", "station_handler", "registrar", "handler"):
        with pytest.raises((MatterNotFound, MoveNotAllowed)):
            review_decide(actor=staffed.actor(username), matter_id=pk, level=REVIEW, at=staffed.at)
    review_decide(actor=staffed.actor("approver"), matter_id=pk, level=REVIEW, at=staffed.at)
    assert staffed.matter(filed).state == "reviewed"


def test_who_answered_or_is_recused_approves_nothing_above(staffed: Cast) -> None:
    """The same person can be an approver in the unit that answered and a leader above."""
    filed = _answered(staffed)
    plan = PostPlan(staffed.units["county"], Role.LEADER, "副县长", staffed.officers["approver"])
    post_create(plan=plan, actor=SEED, at=staffed.at)
    ask(staffed, filed)
    review_take(actor=staffed.actor("reviewer"), matter_id=filed.matter_id, level=REVIEW, at=staffed.at)
    draft_opinion(staffed, filed, "reviewer")
    assert staffed.officers["approver"] not in reviewers_waited_for(matter_id=filed.matter_id)
    page = matter_page_for(actor=staffed.actor("approver"), number=filed.number, at=staffed.at)
    assert not page.can("decide_review") and not page.can("return_opinion")
    waiting = matter_list_for(actor=staffed.actor("approver"), work_list=WorkList.APPROVALS)
    assert waiting.rows == ()
    assert len(matter_list_for(actor=staffed.actor("mayor"), work_list=WorkList.APPROVALS).rows) == 1
    with pytest.raises(TookPart):
        review_decide(actor=staffed.actor("approver"), matter_id=filed.matter_id, level=REVIEW, at=staffed.at)


def test_a_hearing_that_was_announced_meanwhile_comes_first(staffed: Cast) -> None:
    filed = _answered(staffed)
    ask(staffed, filed)
    pk = filed.matter_id
    review_take(actor=staffed.actor("reviewer"), matter_id=pk, level=REVIEW, at=staffed.at)
    draft_opinion(staffed, filed, "reviewer")
    hearing = HearingDraft(staffed.at + timedelta(days=9), "二楼", staffed.officers["reviewer_two"], "", "收费依据")
    hearing_announce(actor=staffed.actor("reviewer"), matter_id=pk, hearing=hearing, at=staffed.at)
    with pytest.raises(HearingPending):
        review_decide(actor=staffed.actor("mayor"), matter_id=pk, level=REVIEW, at=staffed.at)


def test_a_review_under_way_before_opinions_were_drafted_goes_on(staffed: Cast) -> None:
    """A row of the time before has none of the new columns filled; nor has one that was decided by one person."""
    filed = _answered(staffed)
    ask(staffed, filed)
    review_take(actor=staffed.actor("reviewer"), matter_id=filed.matter_id, level=REVIEW, at=staffed.at)
    row = Review.objects.get(matter_id=filed.matter_id)
    assert (row.drafted_at, row.drafted_by, row.drafted_outcome, row.return_reason) == (None, None, "", "")
    draft_opinion(staffed, filed, "reviewer")
    approve_opinion(staffed, filed, "mayor")
    assert staffed.matter(filed).state == "reviewed"


def test_who_approved_the_review_doesnt_approve_its_recheck(staffed: Cast) -> None:
    """Even who leads above the bureau and had to approve there, because it had nobody else."""
    filed = staffed.file()
    answer_at_station(staffed, filed)
    ask(staffed, filed)
    review_take(actor=staffed.actor("bureau_reviewer"), matter_id=filed.matter_id, level=REVIEW, at=staffed.at)
    draft_opinion(staffed, filed, "bureau_reviewer")
    approve_opinion(staffed, filed, "mayor")
    ask(staffed, filed, ReviewLevel.RECHECK)
    review_take(actor=staffed.actor("reviewer"), matter_id=filed.matter_id, level=ReviewLevel.RECHECK, at=staffed.at)
    draft_opinion(staffed, filed, "reviewer")
    with pytest.raises(TookPart):
        approve_opinion(staffed, filed, "mayor")
    # The county has no approver: its other reviewer is asked.
    assert reviewers_waited_for(matter_id=filed.matter_id) == [staffed.officers["reviewer_two"]]
    approve_opinion(staffed, filed, "reviewer_two")
    assert staffed.matter(filed).state == "finalised"
    _sound(staffed)
