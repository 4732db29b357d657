"""Moves around opening who filed."""

from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

IDENTITY: Moves = {
    **moves_at(
        frozenset(State), Action.OPEN_IDENTITY, Move(May.OPEN_IDENTITY, "vault.identity.opened", public=False)
    ),
}
