"""Supervision of the unit that has a matter, and what comes after an answer: promised steps, the call back."""

from huiyin.kernel.text import N_
from huiyin.matters.rules.moves.table import May, Move, Moves, moves_at
from huiyin.matters.rules.states import OPEN_STATES, Action, State

_ARTICLE_SUPERVISE = N_("《信访工作条例》第四十条")
_ARTICLE_CARRY_OUT = N_("《信访工作条例》第三十二条")

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
        Move(May.WATCH, "matters.supervision.ended", None, "supervision_ended"),
    ),
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
