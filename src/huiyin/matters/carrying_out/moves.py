"""Moves around what an answer promises, and the call back."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_CARRY_OUT = N_("《信访工作条例》第三十二条")


CARRYING_OUT: Moves = {
    **moves_at(
        OPEN_STATES | {State.FINALISED},
        Action.STEP_DONE,
        Move(May.CARRY_OUT, "matters.step.done", None, "step_done", _ARTICLE_CARRY_OUT),
    ),
    # With the last of them the matter that was decided for good ends.
    **moves_at(
        {State.CARRYING_OUT},
        Action.STEP_DONE,
        Move(May.CARRY_OUT, "matters.step.done", State.FINALISED, "step_done", _ARTICLE_CARRY_OUT),
    ),
    **moves_at(
        {State.CLOSED, State.FINALISED},
        Action.FOLLOW_UP,
        Move(May.CALL_BACK, "matters.matter.followed_up", None, "followed_up"),
    ),
    # The answer is owed once more; after a recheck nothing opens a matter again (条例 Art 36).
    **moves_at(
        {State.CLOSED},
        Action.REOPEN,
        Move(May.CALL_BACK, "matters.matter.reopened", State.INVESTIGATING, "accepted", _ARTICLE_CARRY_OUT),
    ),
}
