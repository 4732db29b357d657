"""A notice of holidays gives a matter's time limits a later day."""

from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

DUE_MOVED = "matters.matter.due_moved"

# In every state: what is asked after the end, or owed by another unit, has a time limit too.
DUE: Moves = moves_at(frozenset(State), Action.MOVE_DUE, Move(May.SYSTEM, DUE_MOVED))
