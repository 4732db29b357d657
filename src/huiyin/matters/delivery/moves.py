"""Moves around how an answer reaches the petitioner."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import REVIEW_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

DELIVERY: Moves = {
    **moves_at(
        {State.APPROVED},
        Action.SERVE,
        Move(May.STAFF, "matters.reply.served", State.SERVED, "served", N_("《信访工作条例》第三十二条、第三十四条")),
    ),
    **moves_at(
        {State.APPROVED},
        Action.POST,
        Move(May.STAFF, "matters.reply.posted", State.SERVED, "posted", N_("《信访工作条例》第三十二条、第三十四条")),
    ),
    # What went by post is served on the day on which it was taken; only then the petitioner's time begins.
    **moves_at(
        {State.SERVED, State.RATED},
        Action.ACKNOWLEDGE,
        Move(
            May.AWAIT_RECEIPT,
            "matters.reply.acknowledged",
            event="served",
            article=N_("《信访工作条例》第三十五条"),
        ),
    ),
    # Asked about above before the receipt was back: it is written down all the same, and starts no window any more.
    **moves_at(
        REVIEW_STATES | {State.REVIEWED},
        Action.ACKNOWLEDGE,
        Move(May.AWAIT_RECEIPT, "matters.reply.acknowledged", article=N_("《信访工作条例》第三十五条")),
    ),
}
