"""Moves around the petitioner's rating."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

RATING: Moves = {
    **moves_at(
        {State.SERVED},
        Action.RATE,
        Move(May.PETITION, "matters.matter.rated", State.RATED, "rated", N_("《信访工作条例》第二十一条")),
    ),
    # A rating can be changed once.
    **moves_at(
        {State.RATED},
        Action.RATE,
        Move(May.PETITION, "matters.matter.rated", State.RATED, "rated", N_("《信访工作条例》第二十一条")),
    ),
}
