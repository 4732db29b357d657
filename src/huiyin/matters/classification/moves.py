"""Moves around correcting what was registered."""

from huiyin.matters.core.rules.states import OPEN_STATES, REVIEW_STATES, Action
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

CLASSIFIED = "matters.matter.classified"


CLASSIFICATION: Moves = {
    # While a unit above decides, what it decides on stays as it is.
    **moves_at(OPEN_STATES - REVIEW_STATES, Action.CLASSIFY, Move(May.STAFF, CLASSIFIED)),
}
