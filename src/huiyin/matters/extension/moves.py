"""Moves around more time for the answer."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_TIME = N_("《信访工作条例》第三十四条")


# What was asked for may wait while the answer is approved: it lapses only when that is out.
_WORKED_ON = frozenset({State.ACCEPTED, State.INVESTIGATING, State.DRAFTED, State.APPROVED})


EXTENSION: Moves = {
    **moves_at(
        {State.INVESTIGATING, State.DRAFTED},
        Action.EXTEND_ASK,
        Move(May.HANDLE_CLAIM, "matters.extension.asked", article=_ARTICLE_TIME, public=False),
    ),
    **moves_at(
        _WORKED_ON,
        Action.EXTEND_GRANT,
        Move(May.DECIDE_EXTENSION, "matters.extension.granted", article=_ARTICLE_TIME),
    ),
    **moves_at(
        _WORKED_ON,
        Action.EXTEND_REFUSE,
        Move(May.DECIDE_EXTENSION, "matters.extension.refused", article=_ARTICLE_TIME, public=False),
    ),
}
