"""Moves around an explanation meeting. It changes no state and stops no time limit but its own: nothing waits for it.

What the petitioner wishes for, moves, declines and says of the minutes is theirs; the office arranges and writes.
"""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE = N_("《信访工作条例》第三十二条")
# Whoever was told no, or to go elsewhere, may want to know why as well.
EXPLAINED_AFTER = frozenset({
    State.SERVED, State.RATED, State.UNDER_REVIEW, State.REVIEWED, State.UNDER_RECHECK, State.CARRYING_OUT,
    State.CLOSED, State.FINALISED, State.DECLINED, State.REDIRECTED,
})  # fmt: skip
# A meeting outlives the matter; who withdrew the matter wants none.
_ARRANGED = frozenset(State) - {State.WITHDRAWN}

EXPLANATION: Moves = {
    **moves_at(
        OPEN_STATES, Action.OFFER_EXPLANATION, Move(May.EXPLAIN, "matters.explanation.offered", article=_ARTICLE)
    ),
    **moves_at(
        OPEN_STATES | EXPLAINED_AFTER,
        Action.ASK_EXPLANATION,
        Move(May.ASK_EXPLANATION, "matters.explanation.asked", None, "explanation_asked", _ARTICLE),
    ),
    **moves_at(_ARRANGED, Action.FIX_EXPLANATION, Move(May.ARRANGE_EXPLANATION, "matters.explanation.fixed")),
    **moves_at(_ARRANGED, Action.ANSWER_INVITATION, Move(May.ANSWER_INVITATION, "matters.explanation.invited")),
    # The office has kept its word with the day that it named: for another one the time runs anew.
    **moves_at(
        _ARRANGED,
        Action.ASK_OTHER_DAY,
        Move(May.ON_OWN_EXPLANATION, "matters.explanation.other_day", None, "explanation_asked"),
    ),
    **moves_at(
        _ARRANGED,
        Action.WITHDRAW_EXPLANATION,
        Move(May.ON_OWN_EXPLANATION, "matters.explanation.withdrawn", None, "explanation_ended"),
    ),
    **moves_at(
        _ARRANGED,
        Action.HOLD_EXPLANATION,
        Move(May.ARRANGE_EXPLANATION, "matters.explanation.held", None, "explanation_held", _ARTICLE),
    ),
    **moves_at(
        _ARRANGED,
        Action.END_EXPLANATION,
        Move(May.ARRANGE_EXPLANATION, "matters.explanation.ended", None, "explanation_ended"),
    ),
    **moves_at(_ARRANGED, Action.REMARK_EXPLANATION, Move(May.ON_OWN_EXPLANATION, "matters.explanation.remarked")),
}
