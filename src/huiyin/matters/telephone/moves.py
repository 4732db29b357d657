"""Telling by telephone whoever left nothing else: the to-do comes by itself, the office records what came of it."""

from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

CALL_ASKED = "matters.call.asked"

# In every state: news of a matter that has ended is news too.
TELEPHONE: Moves = {
    **moves_at(frozenset(State), Action.ASK_CALL, Move(May.SYSTEM, CALL_ASKED)),
    **moves_at(frozenset(State), Action.RECORD_CALL, Move(May.TELEPHONE, "matters.call.recorded")),
}
