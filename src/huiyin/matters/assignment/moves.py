"""Moves around giving a matter to a unit and to a handler."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_GIVE = N_("《信访工作条例》第二十二条")


ASSIGNMENT: Moves = {
    **moves_at(
        {State.REGISTERED},
        Action.ASSIGN_UNIT,
        Move(May.DIRECT, "matters.matter.unit_assigned", None, "unit_assigned", _ARTICLE_GIVE),
    ),
    **moves_at(
        {State.ACCEPTED, State.INVESTIGATING},
        Action.ASSIGN_UNIT,
        # The acceptance stands; but in the new unit nobody works on it yet.
        Move(May.DIRECT, "matters.matter.unit_assigned", State.ACCEPTED, "unit_assigned", _ARTICLE_GIVE),
    ),
    **moves_at(
        {State.ACCEPTED, State.INVESTIGATING},
        Action.ASSIGN_HANDLER,
        Move(May.DIRECT, "matters.matter.handler_assigned", State.INVESTIGATING, "handler_assigned"),
    ),
}
