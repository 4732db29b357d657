"""Ratings: three grades for the office and the unit, within the window, changed once at most (条例 Art 21)."""

import pytest
from tests.cast import Cast

from huiyin.kernel.actor import petitioner
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.models import Rating
from huiyin.matters.rules.errors_procedure import RatedTwice, RatingTooLate
from huiyin.matters.selectors import matter_page_of_petitioner
from huiyin.matters.services import Registered, matter_rate


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
