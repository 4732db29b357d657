"""Who must not see a matter is named, and a bar is lifted."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, UNANSWERED_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE = N_("《信访工作条例》第二十八条、第三十条")
# Also of a matter that is over: whoever isn't barred can still read it.
_EVER = frozenset(State)

RESPONDENTS: Moves = {
    **moves_at(UNANSWERED_STATES, Action.NAME_RESPONDENT, Move(May.DIRECT, "matters.matter.respondent_named")),
    **moves_at(_EVER, Action.ADD_BAR, Move(May.PETITION, "matters.bar.added", None, "", _ARTICLE)),
    **moves_at(_EVER, Action.LIFT_BAR, Move(May.LIFT_BAR, "matters.bar.lifted")),
    **moves_at(_EVER, Action.LIFT_BAR_AT_COUNTER, Move(May.LIFT_BAR_AT_COUNTER, "matters.bar.lifted_at_counter")),
    **moves_at(
        OPEN_STATES, Action.PROPOSE_LIFT, Move(May.PROPOSE_LIFT, "matters.bar.lift_proposed", None, "lift_proposed")
    ),
    **moves_at(
        OPEN_STATES, Action.OBJECT_TO_LIFT, Move(May.PETITION, "matters.bar.lift_refused", None, "lift_decided")
    ),
    **moves_at(OPEN_STATES, Action.LIFT_SLIP, Move(May.SYSTEM, "matters.bar.slip_lifted", None, "lift_decided")),
}
