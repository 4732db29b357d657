"""More time, the simple procedure, a settlement, and how an answer is served (条例 Arts 21, 33, 34)."""

from huiyin.kernel.text import N_
from huiyin.matters.rules.moves.table import May, Move, Moves, moves_at
from huiyin.matters.rules.states import REVIEW_STATES, Action, State

_ARTICLE_TIME = N_("《信访工作条例》第三十四条")
_ARTICLE_SIMPLE = N_("《信访事项简易办理办法（试行）》")
_WORKED_ON = frozenset({State.ACCEPTED, State.INVESTIGATING, State.DRAFTED, State.APPROVED})

PROCEDURE: Moves = {
    **moves_at(
        {State.INVESTIGATING, State.DRAFTED},
        Action.EXTEND_ASK,
        Move(May.HANDLE_CLAIM, "matters.extension.asked", article=_ARTICLE_TIME, public=False),
    ),
    **moves_at(
        _WORKED_ON,
        Action.EXTEND_GRANT,
        Move(May.DECIDE_EXTENSION, "matters.extension.granted", article=_ARTICLE_TIME),
    ),
    **moves_at(
        _WORKED_ON,
        Action.EXTEND_REFUSE,
        Move(May.DECIDE_EXTENSION, "matters.extension.refused", article=_ARTICLE_TIME, public=False),
    ),
    **moves_at(
        _WORKED_ON,
        Action.MAKE_ORDINARY,
        Move(May.WORK_SIMPLY, "matters.matter.made_ordinary", event="made_ordinary", article=_ARTICLE_SIMPLE),
    ),
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
    # Only in houses that want the leader's signature (HUIYIN_SIGNED_BY_LEADER).
    **moves_at({State.APPROVED}, Action.SIGN, Move(May.SIGN, "matters.reply.signed", public=False)),
    **moves_at(
        {State.APPROVED},
        Action.POST,
        Move(May.WORK, "matters.reply.posted", State.SERVED, "posted", N_("《信访工作条例》第三十二条、第三十四条")),
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
    # A rating can be changed once.
    **moves_at(
        {State.RATED},
        Action.RATE,
        Move(May.PETITION, "matters.matter.rated", State.RATED, "rated", N_("《信访工作条例》第二十一条")),
    ),
}
