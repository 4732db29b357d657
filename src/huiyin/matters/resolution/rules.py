"""When a matter counts as settled, and how a list of matters is counted. Plain Python.

A refusal settles nothing, so no figure grows by refusing; closing too early is stopped by the matter's own rules.
What the petitioner asks for above is their right: while that is decided the matter is counted on neither side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import REVIEW_STATES, State

# Ended with an answer, and by the matter's own rules.
ANSWERED_ENDS = frozenset({State.CLOSED, State.FINALISED})
_OTHER_ENDS = frozenset({State.DECLINED, State.REDIRECTED, State.WITHDRAWN})
_ANSWERED = frozenset({State.SERVED, State.RATED, State.REVIEWED, State.CARRYING_OUT})


class Resolution(StrEnum):
    """How far it has come."""

    SETTLED = "settled"
    ANSWERED = "answered"
    IN_REVIEW = "in_review"
    OPEN = "open"
    ENDED_OTHERWISE = "ended_otherwise"


RESOLUTION_LABELS = {
    Resolution.SETTLED: N_("已化解"),
    Resolution.ANSWERED: N_("有了答复"),
    Resolution.IN_REVIEW: N_("复查复核中"),
    Resolution.OPEN: N_("在办"),
    Resolution.ENDED_OTHERWISE: N_("撤回或者未受理"),
}


@dataclass(frozen=True, slots=True)
class ResolutionFacts:
    """What is looked at. `agreed`: both sides have settled it; `granted`: upheld, and nothing of it refused.

    `found_good`: the petitioner is satisfied, at least partly; `is_owed`: something promised isn't done, or the call
    back says so.
    """

    state: str
    agreed: bool = False
    granted: bool = False
    found_good: bool = False
    is_owed: bool = False


def resolution_of(facts: ResolutionFacts) -> Resolution:
    """Settled is what has ended with an answer that was agreed on, granted or found good, and is carried out."""
    state = State(facts.state)
    if state in REVIEW_STATES:
        return Resolution.IN_REVIEW
    if state in _OTHER_ENDS:
        return Resolution.ENDED_OTHERWISE
    if state in ANSWERED_ENDS:
        is_settled = (facts.agreed or facts.granted or facts.found_good) and not facts.is_owed
        return Resolution.SETTLED if is_settled else Resolution.ANSWERED
    return Resolution.ANSWERED if state in _ANSWERED else Resolution.OPEN


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a list are done, of how many that count. It counts matters, never people."""

    done: int
    counted: int
    in_review: int

    @classmethod
    def of(cls, resolutions: Iterable[Resolution], *, done: Iterable[bool] | None = None) -> "Tally":
        """`done` says it for each in the same order; by itself what is settled is done.

        What was withdrawn or declined stays among those that count: nobody gains by that either.
        """
        found = list(resolutions)
        flags = [resolution is Resolution.SETTLED for resolution in found] if done is None else list(done)
        pairs = [
            flag for resolution, flag in zip(found, flags, strict=True) if resolution is not Resolution.IN_REVIEW
        ]
        return cls(done=sum(pairs), counted=len(pairs), in_review=len(found) - len(pairs))

    @property
    def rate(self) -> str:
        """Done ÷ counted as a whole percentage, halves upwards; "" of nothing."""
        return f"{(200 * self.done + self.counted) // (2 * self.counted)}%" if self.counted else ""
