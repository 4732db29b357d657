"""When a matter counts as settled, and rates worked out by hand. No database."""

import pytest

from huiyin.matters.core.rules.states import CLOSED_STATES, OPEN_STATES, REVIEW_STATES, State
from huiyin.matters.resolution.rules import Resolution, ResolutionFacts, Tally, resolution_of

_GOOD = {"agreed": True, "granted": True, "found_good": True}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ResolutionFacts("closed", granted=True), Resolution.SETTLED),
        (ResolutionFacts("closed", agreed=True), Resolution.SETTLED),
        (ResolutionFacts("closed", found_good=True), Resolution.SETTLED),
        (ResolutionFacts("finalised", granted=True), Resolution.SETTLED),
        # Closing by itself, or a refusal, settles nothing.
        (ResolutionFacts("closed"), Resolution.ANSWERED),
        (ResolutionFacts("finalised"), Resolution.ANSWERED),
        # What was promised, or the petitioner says, isn't done.
        (ResolutionFacts("closed", granted=True, found_good=True, is_owed=True), Resolution.ANSWERED),
        (ResolutionFacts("served", **_GOOD), Resolution.ANSWERED),
        (ResolutionFacts("investigating", **_GOOD), Resolution.OPEN),
        (ResolutionFacts("under_review", **_GOOD), Resolution.IN_REVIEW),
        (ResolutionFacts("withdrawn", **_GOOD), Resolution.ENDED_OTHERWISE),
        (ResolutionFacts("declined", **_GOOD), Resolution.ENDED_OTHERWISE),
    ],
)
def test_settled_is_what_ended_well_and_is_carried_out(facts: ResolutionFacts, expected: Resolution) -> None:
    assert resolution_of(facts) is expected


def test_nothing_open_and_no_refusal_is_ever_settled() -> None:
    for state in OPEN_STATES | {State.DECLINED, State.REDIRECTED, State.WITHDRAWN}:
        assert resolution_of(ResolutionFacts(state, agreed=True, granted=True, found_good=True)) not in {
            Resolution.SETTLED
        }
    assert {resolution_of(ResolutionFacts(state)) for state in REVIEW_STATES} == {Resolution.IN_REVIEW}
    assert Resolution.SETTLED not in {resolution_of(ResolutionFacts(state)) for state in CLOSED_STATES}


_S, _A, _R, _O, _W = (
    Resolution.SETTLED, Resolution.ANSWERED, Resolution.IN_REVIEW, Resolution.OPEN, Resolution.ENDED_OTHERWISE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "done", "counted", "in_review", "rate"),
    [
        ([], 0, 0, 0, ""),
        ([_R], 0, 0, 1, ""),
        # 004-2: 34 given in two batches, 22 of them done: 64.7, said as 65 %.
        ([_S] * 22 + [_O] * 12, 22, 34, 0, "65%"),
        ([_S], 1, 1, 0, "100%"),
        # 1 ÷ 8 = 12.5, upwards.
        ([_S] + [_O] * 7, 1, 8, 0, "13%"),
        # Neither a refusal nor a withdrawal makes the rate any better: 1 ÷ 4 in all three.
        ([_S, _O, _O, _O], 1, 4, 0, "25%"),
        ([_S, _A, _O, _O], 1, 4, 0, "25%"),
        ([_S, _W, _W, _O], 1, 4, 0, "25%"),
        # A review that is asked for is counted on neither side: 1 ÷ 3.
        ([_S, _R, _O, _O], 1, 3, 1, "33%"),
    ],
)
def test_rates_by_hand(found: list[Resolution], done: int, counted: int, in_review: int, rate: str) -> None:
    tally = Tally.of(found)
    assert (tally.done, tally.counted, tally.in_review, tally.rate) == (done, counted, in_review, rate)


def test_asking_for_a_review_never_lowers_a_rate() -> None:
    before = Tally.of([_S, _A, _O])
    after = Tally.of([_S, _R, _O])
    assert (before.rate, after.rate) == ("33%", "50%")


def test_done_can_be_given_for_each() -> None:
    tally = Tally.of([_S, _S, _R, _O], done=[True, False, True, False])
    assert (tally.done, tally.counted, tally.in_review, tally.rate) == (1, 3, 1, "33%")
