"""Review, recheck and hearings (条例 Arts 31, 35, 36): the unit above decides, never who took part before."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import REVIEW_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_REVIEW = N_("《信访工作条例》第三十五条")
_ARTICLE_RECHECK = N_("《信访工作条例》第三十六条")
_ARTICLE_HEARING = N_("《信访工作条例》第三十一条第六项")
# A closed matter can still be asked about: later than the window only with a reason.
_REVIEW_ASKED_FROM = frozenset({State.SERVED, State.RATED, State.CLOSED})
_RECHECK_ASKED_FROM = frozenset({State.REVIEWED, State.CLOSED})
# What was announced before an answer was drafted can still be held or cancelled after it.
_HANDLED = frozenset({State.INVESTIGATING, State.DRAFTED, State.APPROVED})

_HEARING_CANCELLED = "matters.hearing.cancelled"
_HEARING_RECORDED = "matters.hearing.recorded"

REVIEW: Moves = {
    **moves_at(
        _REVIEW_ASKED_FROM,
        Action.ASK_REVIEW,
        Move(May.ASK_ABOVE, "matters.review.asked", State.UNDER_REVIEW, "review_asked", _ARTICLE_REVIEW),
    ),
    **moves_at(
        _RECHECK_ASKED_FROM,
        Action.ASK_RECHECK,
        Move(May.ASK_ABOVE, "matters.recheck.asked", State.UNDER_RECHECK, "recheck_asked", _ARTICLE_RECHECK),
    ),
    # Nobody in the house stands above: the petitioner is told to go outside, and that this was said is kept.
    **moves_at(
        _REVIEW_ASKED_FROM | _RECHECK_ASKED_FROM,
        Action.POINT_OUTSIDE,
        Move(May.ASK_ABOVE, "matters.review.pointed_outside"),
    ),
    **moves_at({State.UNDER_REVIEW}, Action.TAKE_REVIEW, Move(May.REVIEW, "matters.review.taken")),
    **moves_at({State.UNDER_RECHECK}, Action.TAKE_RECHECK, Move(May.REVIEW, "matters.recheck.taken")),
    # What is drafted is nobody's opinion yet: it leaves when somebody else has seen it.
    **moves_at(REVIEW_STATES, Action.DRAFT_OPINION, Move(May.DECIDE_ABOVE, "matters.review.drafted", public=False)),
    **moves_at(
        REVIEW_STATES, Action.RETURN_OPINION, Move(May.APPROVE_ABOVE, "matters.review.returned", public=False)
    ),
    **moves_at(
        {State.UNDER_REVIEW},
        Action.DECIDE_REVIEW,
        Move(May.APPROVE_ABOVE, "matters.review.decided", State.REVIEWED, "review_decided", _ARTICLE_REVIEW),
    ),
    **moves_at(
        {State.UNDER_RECHECK},
        Action.DECIDE_RECHECK,
        Move(May.APPROVE_ABOVE, "matters.recheck.decided", State.FINALISED, "finalised", _ARTICLE_RECHECK),
    ),
    # An answer is owed once more: the clocks of an accepted matter start for another round.
    **moves_at(
        REVIEW_STATES,
        Action.SEND_BACK,
        Move(May.APPROVE_ABOVE, "matters.review.sent_back", State.INVESTIGATING, "accepted"),
    ),
    **moves_at(REVIEW_STATES, Action.REVIEW_LEAVE_BARRED, Move(May.SYSTEM, "matters.review.barred_left")),
    # By the system alone: no officer shortens the time in which a recheck can be asked for.
    **moves_at({State.REVIEWED}, Action.CLOSE, Move(May.SYSTEM, "matters.matter.closed", State.CLOSED, "closed")),
    **moves_at(
        {State.INVESTIGATING},
        Action.ANNOUNCE_HEARING,
        Move(May.HANDLE, "matters.hearing.announced", article=_ARTICLE_HEARING),
    ),
    **moves_at(
        REVIEW_STATES,
        Action.ANNOUNCE_HEARING,
        Move(May.DECIDE_ABOVE, "matters.hearing.announced", article=_ARTICLE_HEARING),
    ),
    **moves_at(_HANDLED, Action.CANCEL_HEARING, Move(May.HANDLE, _HEARING_CANCELLED)),
    **moves_at(REVIEW_STATES, Action.CANCEL_HEARING, Move(May.DECIDE_ABOVE, _HEARING_CANCELLED)),
    **moves_at(_HANDLED, Action.RECORD_HEARING, Move(May.HANDLE, _HEARING_RECORDED)),
    **moves_at(REVIEW_STATES, Action.RECORD_HEARING, Move(May.DECIDE_ABOVE, _HEARING_RECORDED)),
}
