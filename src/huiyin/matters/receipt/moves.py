"""Moves around numbers and receipt codes."""

from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

REISSUED_KIND = "matters.matter.code_reissued"


RECEIPT: Moves = {
    # Also of what is over: its letters are read with the code.
    **moves_at(frozenset(State), Action.REISSUE_CODE, Move(May.REISSUE, REISSUED_KIND)),
    **moves_at(frozenset(State), Action.CODE_ALONG, Move(May.SYSTEM, "matters.matter.code_followed")),
}
