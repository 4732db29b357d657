"""Moves around the cause: once there is an answer, and as often as something new comes out."""

from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

ANSWERED = frozenset(
    {
        State.SERVED, State.RATED, State.UNDER_REVIEW, State.REVIEWED, State.UNDER_RECHECK, State.CARRYING_OUT,
        State.CLOSED, State.FINALISED,
    }
)  # fmt: skip

CAUSE: Moves = {
    **moves_at(ANSWERED, Action.FIND_CAUSE, Move(May.FIND_CAUSE, "matters.cause.found", public=False)),
}
