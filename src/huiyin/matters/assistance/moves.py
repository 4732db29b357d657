"""Referring somebody in need to an aid scheme, with their agreement."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE = N_("《信访工作条例》第三十七条")
# Help is owed after the answer too, and after a recheck.
_REFERRED_FROM = OPEN_STATES | {State.CLOSED, State.FINALISED}

ASSISTANCE: Moves = {
    **moves_at(
        _REFERRED_FROM, Action.REFER_ASSISTANCE, Move(May.REFER, "matters.referral.asked", None, "", _ARTICLE)
    ),
    # A referral outlives the matter: whoever was asked may still say yes or no, and the answer is still written down.
    **moves_at(
        frozenset(State),
        Action.AGREE_REFERRAL,
        Move(May.CONSENT, "matters.referral.agreed", None, "referral_agreed", _ARTICLE),
    ),
    **moves_at(frozenset(State), Action.DECLINE_REFERRAL, Move(May.CONSENT, "matters.referral.declined")),
    **moves_at(
        frozenset(State),
        Action.ANSWER_REFERRAL,
        Move(May.FOLLOW_REFERRAL, "matters.referral.answered", None, "referral_answered"),
    ),
    **moves_at(
        frozenset(State),
        Action.FOLLOW_UP_REFERRAL,
        Move(May.FOLLOW_REFERRAL, "matters.referral.followed_up", None, "referral_followed_up"),
    ),
}
