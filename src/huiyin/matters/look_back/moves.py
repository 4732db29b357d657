"""Moves around looking back: at any time, since what fails may come out long after the end."""

from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ANY = frozenset(State)
LOOK_BACK: Moves = {
    **moves_at(_ANY, Action.LOOK_BACK, Move(May.LOOK_BACK, "matters.look_back.written", public=False)),
    **moves_at(
        _ANY, Action.EXPLAIN_LOOK_BACK, Move(May.EXPLAIN_LOOK_BACK, "matters.look_back.explained", public=False)
    ),
}
