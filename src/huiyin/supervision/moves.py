"""Moves around supervision."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_SUPERVISE = N_("《信访工作条例》第四十条")


SUPERVISION: Moves = {
    **moves_at(
        OPEN_STATES,
        Action.SUPERVISE,
        Move(May.SUPERVISE, "matters.supervision.raised", None, "supervision_raised", _ARTICLE_SUPERVISE),
    ),
    # A demand outlives the matter: it is listed until whoever made it ends it.
    **moves_at(
        frozenset(State),
        Action.ANSWER_SUPERVISION,
        Move(May.ANSWER_FOR, "matters.supervision.answered", None, "supervision_answered", _ARTICLE_SUPERVISE),
    ),
    **moves_at(
        frozenset(State),
        Action.END_SUPERVISION,
        Move(May.END_SUPERVISION, "matters.supervision.ended", None, "supervision_ended"),
    ),
}
