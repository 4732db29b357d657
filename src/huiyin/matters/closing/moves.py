"""Moves around the end of a matter, and matters that nobody has taken."""

from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

CLOSING: Moves = {
    # While the petitioner may still rate or ask for review, only the end of that window closes the matter.
    **moves_at({State.SERVED}, Action.CLOSE, Move(May.SYSTEM, "matters.matter.closed", State.CLOSED, "closed")),
    **moves_at({State.RATED}, Action.CLOSE, Move(May.CLOSE, "matters.matter.closed", State.CLOSED, "closed")),
    **moves_at(OPEN_STATES, Action.ESCALATE, Move(May.SYSTEM, "matters.matter.escalated")),
}
