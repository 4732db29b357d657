"""Moves around the simple procedure."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_SIMPLE = N_("《信访事项简易办理办法（试行）》")


_WORKED_ON = frozenset({State.ACCEPTED, State.INVESTIGATING, State.DRAFTED, State.APPROVED})


PROCEDURE: Moves = {
    **moves_at(
        _WORKED_ON,
        Action.MAKE_ORDINARY,
        Move(May.WORK_SIMPLY, "matters.matter.made_ordinary", event="made_ordinary", article=_ARTICLE_SIMPLE),
    ),
}
