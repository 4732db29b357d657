"""Withdrawing is the petitioner's alone; while the unit above decides, the review ends with it."""

from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.matters.above import ask, staff_above

from huiyin.kernel.actor import petitioner
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MoveNotOpen
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.models import Review
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome
from huiyin.matters.review.services.hearing import HearingDraft, hearing_announce
from huiyin.matters.review.services.review import review_take
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db


def _in_review(cast: Cast) -> Registered:
    staff_above(cast)
    filed = cast.file()
    cast.answer(filed)
    ask(cast, filed)
    return filed


def _withdraw(cast: Cast, filed: Registered) -> None:
    matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at)


def _has_notice(cast: Cast, username: str) -> bool:
    return Notice.objects.filter(template="petitioner_wrote", officer_id=cast.officers[username]).exists()


def test_the_review_ends_its_clock_stops_and_reviewers_know(cast: Cast) -> None:
    filed = _in_review(cast)
    review_take(
        actor=cast.actor("reviewer"), matter_id=filed.matter_id, level=ReviewLevel.REVIEW, at=cast.at
    )  # fmt: skip
    chair = cast.officers["mayor"]
    hearing = HearingDraft(
        held_at=cast.at + timedelta(days=9), place="县信访局", chair_id=chair, members="两位", about="收费依据"
    )
    hearing_announce(actor=cast.actor("reviewer"), matter_id=filed.matter_id, hearing=hearing, at=cast.at)
    cast.later(days=1)
    _withdraw(cast, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert (page.state, page.reviews[0].outcome, page.reviews[0].is_decided) == (
        State.WITHDRAWN, ReviewOutcome.WITHDRAWN, False,
    )  # fmt: skip
    assert page.reply is not None  # the answer stands
    assert {(clock.code, clock.outcome) for clock in page.clocks if clock.code == "review"} == {("review", "void")}
    assert all(clock.stopped_at is not None for clock in page.clocks)
    assert (page.hearings[0].is_pending, page.hearings[0].cancel_reason[:3]) == (False, "信访人")
    assert [_has_notice(cast, name) for name in ("reviewer", "mayor", "handler")] == [True, True, True]
    with pytest.raises(MoveNotOpen):
        review_take(actor=cast.actor("reviewer"), matter_id=filed.matter_id, level=ReviewLevel.REVIEW, at=cast.at)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_all_who_could_have_accepted_it_know(cast: Cast) -> None:
    filed = _in_review(cast)
    _withdraw(cast, filed)
    assert _has_notice(cast, "reviewer")
    assert Review.objects.get().decided_by is None
    with pytest.raises(MoveNotOpen):
        _withdraw(cast, filed)
