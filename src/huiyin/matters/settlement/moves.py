"""Moves around a settlement in place of an opinion."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

SETTLEMENT: Moves = {
    **moves_at(
        {State.INVESTIGATING},
        Action.SETTLE,
        Move(
            May.HANDLE_CLAIM,
            "matters.reply.settled",
            State.DRAFTED,
            "reply_drafted",
            N_("《信访工作条例》第三十三条"),
            public=False,
        ),
    ),
}
