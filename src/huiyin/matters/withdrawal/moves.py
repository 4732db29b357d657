"""Moves around withdrawing a matter."""

from huiyin.matters.core.rules.states import REVIEW_STATES, UNANSWERED_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

WITHDRAWAL: Moves = {
    # With the matter the review ends that is being decided.
    **moves_at(
        UNANSWERED_STATES | REVIEW_STATES,
        Action.WITHDRAW,
        Move(May.PETITION, "matters.matter.withdrawn", State.WITHDRAWN, "withdrawn"),
    ),
}
