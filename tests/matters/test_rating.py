"""Ratings: three grades for the office and the unit, within the window, changed once at most (条例 Art 21)."""

import pytest
from tests.cast import Cast
from tests.matters.above import answer_again, ask, decide, staff_above

from huiyin.kernel.actor import petitioner
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.errors import WindowOpen
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.models import Rating
from huiyin.matters.rating.errors import RatedTwice, RatingTooLate
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.rules import ReviewOutcome


def _rate(cast: Cast, filed: Registered, of_unit: str, words: str = "") -> None:
    matter_rate(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office="satisfied", of_unit=of_unit,
        words=words, at=cast.at,
    )  # fmt: skip


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """Answered."""
    found = cast.file()
    cast.answer(found)
    return found


def test_the_change_counts_and_both_are_kept(cast: Cast, filed: Registered) -> None:
    _rate(cast, filed, "dissatisfied", "电梯还没修好")
    cast.later(days=10)
    _rate(cast, filed, "satisfied", "修好了")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.rating and (page.rating.of_unit, page.rating.words, page.rating.position) == (
        "satisfied",
        "修好了",
        2,
    )
    assert list(Rating.objects.order_by("position").values_list("of_unit", flat=True)) == [
        "dissatisfied",
        "satisfied",
    ]
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_there_is_one_change(cast: Cast, filed: Registered) -> None:
    _rate(cast, filed, "partly")
    _rate(cast, filed, "satisfied")
    with pytest.raises(RatedTwice):
        _rate(cast, filed, "dissatisfied")
    assert Rating.objects.count() == 2


def test_the_window_ends(cast: Cast, filed: Registered) -> None:
    cast.later(days=40)
    with pytest.raises(RatingTooLate):
        _rate(cast, filed, "satisfied")
    assert cast.matter(filed).state == "served"


def test_the_answer_of_a_new_round_is_rated_anew(cast: Cast, filed: Registered) -> None:
    """The first rating stays on the page; it says nothing about the answer that came later."""
    staff_above(cast)
    _rate(cast, filed, "partly")
    _rate(cast, filed, "dissatisfied", "没有收费标准")
    ask(cast, filed)
    decide(cast, filed, outcome=ReviewOutcome.SENT_BACK)
    cast.later(days=1)
    answer_again(cast, filed)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert (page.rating, [rating.words for rating in page.earlier_ratings]) == (None, ["没有收费标准"])
    _rate(cast, filed, "partly")
    with pytest.raises(WindowOpen):  # not found good: a review can still be asked for
        matter_close(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    _rate(cast, filed, "satisfied", "这次说清楚了")
    with pytest.raises(RatedTwice):
        _rate(cast, filed, "partly")
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.rating and (page.rating.words, page.rating.round, len(page.earlier_ratings)) == ("这次说清楚了", 2, 1)
    matter_close(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
