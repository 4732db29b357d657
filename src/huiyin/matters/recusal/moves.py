"""When an officer or a unit must not work on a matter, or can't any more."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE = N_("《信访工作条例》第二十八条")

RECUSAL: Moves = {
    **moves_at(
        OPEN_STATES,
        Action.RECUSE,
        Move(May.STAFF, "matters.matter.recused", None, "", _ARTICLE),
    ),
    **moves_at(
        {State.INVESTIGATING, State.DRAFTED, State.APPROVED},
        Action.RELEASE_HANDLER,
        Move(May.SYSTEM, "matters.matter.handler_released", State.ACCEPTED, ""),
    ),
    **moves_at(
        OPEN_STATES,
        Action.LEAVE_BARRED,
        Move(May.SYSTEM, "matters.matter.barred_left", None, "", _ARTICLE),
    ),
}
