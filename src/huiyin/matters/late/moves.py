"""Moves around late matters and the petitioner's reminder."""

from huiyin.matters.core.rules.states import OPEN_STATES, Action
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at
from huiyin.matters.late.rules import URGED_KIND

LATE: Moves = {
    **moves_at(OPEN_STATES, Action.URGE, Move(May.PETITION, URGED_KIND)),
}
