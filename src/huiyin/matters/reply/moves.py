"""Moves around the reply until it is approved."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

REPLY: Moves = {
    **moves_at(
        {State.INVESTIGATING},
        Action.DRAFT,
        Move(
            May.HANDLE,
            "matters.reply.drafted",
            State.DRAFTED,
            "reply_drafted",
            N_("《信访工作条例》第三十二条"),
            public=False,
        ),
    ),
    **moves_at(
        {State.DRAFTED},
        Action.APPROVE,
        Move(May.APPROVE, "matters.reply.approved", State.APPROVED, "reply_approved", public=False),
    ),
    **moves_at(
        {State.DRAFTED},
        Action.RETURN,
        Move(May.APPROVE, "matters.reply.returned", State.INVESTIGATING, "", public=False),
    ),
    # By its drafter alone (`Need.OWN_DRAFT`), while nobody has approved it.
    **moves_at(
        {State.DRAFTED},
        Action.RECALL,
        Move(May.HANDLE, "matters.reply.recalled", State.INVESTIGATING, "", public=False),
    ),
    # Only in houses that want the leader's signature (HUIYIN_SIGNED_BY_LEADER).
    **moves_at({State.APPROVED}, Action.SIGN, Move(May.SIGN, "matters.reply.signed", public=False)),
}
