"""From unit to unit: objected to, disputed, reported back; and the units that help (条例 Arts 22-24)."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, UNANSWERED_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_GIVE = N_("《信访工作条例》第二十二条")
_ARTICLE_OBJECT = N_("《信访工作条例》第二十三条")
_ARTICLE_DISPUTE = N_("《信访工作条例》第二十四条")
# While no answer has been drafted, whose matter it is can still be asked.
_ASKED = {State.REGISTERED, State.ACCEPTED, State.INVESTIGATING}
_TAKEN_BACK = Move(May.ANSWER_OBJECTION, "matters.handover.taken_back", State.ACCEPTED, "taken_back", _ARTICLE_OBJECT)

HANDOVER: Moves = {
    **moves_at(
        _ASKED, Action.OBJECT, Move(May.OBJECT, "matters.handover.objected", None, "objected", _ARTICLE_OBJECT)
    ),
    **moves_at({State.ACCEPTED, State.INVESTIGATING}, Action.TAKE_BACK, _TAKEN_BACK),
    **moves_at(
        # Nobody has accepted it yet: going back doesn't do that either.
        {State.REGISTERED},
        Action.TAKE_BACK,
        Move(May.ANSWER_OBJECTION, "matters.handover.taken_back", None, "taken_back", _ARTICLE_OBJECT),
    ),
    **moves_at(
        _ASKED,
        Action.REFUSE_OBJECTION,
        Move(May.ANSWER_OBJECTION, "matters.handover.objection_refused", None, "objection_decided", _ARTICLE_OBJECT),
    ),
    **moves_at(
        _ASKED, Action.DISPUTE, Move(May.OBJECT, "matters.handover.disputed", None, "disputed", _ARTICLE_DISPUTE)
    ),
    **moves_at(
        _ASKED,
        Action.SETTLE_DISPUTE,
        Move(May.ANSWER_OBJECTION, "matters.handover.dispute_settled", None, "dispute_settled", _ARTICLE_DISPUTE),
    ),
    **moves_at(OPEN_STATES, Action.ESCALATE_HANDOVER, Move(May.SYSTEM, "matters.handover.escalated")),
    **moves_at(
        (OPEN_STATES - {State.REGISTERED}) | {State.CLOSED},
        Action.REPORT_BACK,
        Move(May.REPORT, "matters.handover.reported", None, "reported", _ARTICLE_GIVE, public=False),
    ),
    **moves_at(
        {State.ACCEPTED, State.INVESTIGATING},
        Action.ASK_ASSIST,
        Move(May.ASK_ASSIST, "matters.assist.asked", None, "assist_asked", _ARTICLE_GIVE),
    ),
    **moves_at(
        UNANSWERED_STATES, Action.CONTRIBUTE, Move(May.ASSIST, "matters.assist.contributed", None, "contributed")
    ),
    **moves_at(
        OPEN_STATES,
        Action.END_ASSIST,
        Move(May.END_ASSIST, "matters.assist.ended", None, "assist_ended", public=False),
    ),
}
