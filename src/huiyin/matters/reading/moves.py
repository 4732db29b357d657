"""A leader reads and writes. Neither moves the matter: what is written asks for a report and decides nothing."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at
from huiyin.matters.reading.rules import READ_KIND

_ARTICLE = N_("《信访工作条例》第十八条")

READING: Moves = {
    **moves_at(
        frozenset(State), Action.LEADER_READ, Move(May.READ_LETTERS, READ_KIND, None, "", _ARTICLE, public=False)
    ),
    **moves_at(
        OPEN_STATES, Action.REMARK, Move(May.READ_LETTERS, "matters.remark.made", None, "", _ARTICLE, public=False)
    ),
}
