"""Moves around the first answer: accepted, declined, or led elsewhere."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE_NOTICE = N_("《信访工作条例》第二十三条")


ACCEPTANCE: Moves = {
    **moves_at(
        {State.REGISTERED},
        Action.ACCEPT,
        Move(May.RECEIVE, "matters.matter.accepted", State.ACCEPTED, "accepted", _ARTICLE_NOTICE),
    ),
    **moves_at(
        {State.REGISTERED}, Action.DECLINE, Move(May.RECEIVE, "matters.matter.declined", State.DECLINED, "declined")
    ),
    **moves_at(
        {State.REGISTERED},
        Action.REDIRECT,
        Move(May.RECEIVE, "matters.matter.redirected", State.REDIRECTED, "redirected"),
    ),
}
