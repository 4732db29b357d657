"""Matters that belong together: the same one brought twice (merged), or the parts of one (split)."""

from collections.abc import Iterable
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.orgs.rules import Respondents


class LinkKind(StrEnum):
    """How two matters belong together."""

    MERGE = "merge"
    SPLIT = "split"


# As many as one drafter can give an opinion on, request by request.
MERGED_MOST = 10
# Where a matter that is merged may stand: what has a draft of its own is answered on its own.
MERGED_STATES = frozenset({State.ACCEPTED, State.INVESTIGATING})
# Work on a merged matter is done on the leading one.
MERGED_REFUSED = frozenset({
    Action.ASSIGN_UNIT, Action.ASSIGN_HANDLER, Action.DRAFT, Action.SETTLE, Action.ASK_ASSIST,
    Action.ANNOUNCE_HEARING, Action.MERGE,
    Action.SPLIT,
})  # fmt: skip
# What one petitioner agrees to says nothing about another's; and whoever leads isn't led.
LEADING_REFUSED = frozenset({Action.SETTLE, Action.MERGE, Action.SPLIT})
# A matter that was split is answered after all its parts are answered, and ends after all of them have ended.
ANSWERED_LAST = frozenset({Action.SERVE, Action.POST})
ENDED_LAST = frozenset({Action.CLOSE, Action.DECLINE, Action.REDIRECT})
# What is done with the answers of all that a matter leads.
ANSWERED_ALONG = frozenset({
    Action.DRAFT, Action.APPROVE, Action.RETURN, Action.RECALL, Action.SIGN, Action.SERVE, Action.POST,
})  # fmt: skip
# What belonging together forbids or delays, one way or another.
BOUND_BY_LINKS = MERGED_REFUSED | LEADING_REFUSED | ANSWERED_LAST | ENDED_LAST | ANSWERED_ALONG
# In a refusal, instead of the number of a matter that is about whoever reads it.
ANOTHER = N_("另一件")
# Ends of a leading matter after which each merged one is on its own again.
LED_NOWHERE = frozenset({State.DECLINED, State.REDIRECTED, State.WITHDRAWN})


def joined(part: Respondents, *, before: Respondents, after: Respondents) -> Respondents:
    """Who is barred from a part once its whole, which barred `before`, bars `after`: the part's own stay barred."""
    return (part - before) | after


def positions_text(positions: Iterable[int]) -> str:
    """Places of requests as a link keeps them: "2,3"."""
    return ",".join(str(place) for place in sorted(positions))


def positions_of(text: str) -> frozenset[int]:
    """Places of requests out of a link."""
    return frozenset(int(place) for place in text.split(",") if place)
