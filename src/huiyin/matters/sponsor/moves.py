"""A leader takes a matter in person."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import CLOSED_STATES, OPEN_STATES, Action
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE = N_("《信访工作条例》第十八条")

SPONSOR: Moves = {
    **moves_at(OPEN_STATES, Action.SPONSOR, Move(May.LEAD, "matters.sponsor.taken", None, "sponsored", _ARTICLE)),
    **moves_at(
        OPEN_STATES,
        Action.REACH_MILESTONE,
        Move(May.LEAD, "matters.sponsor.milestone_reached", None, "milestone_reached"),
    ),
    **moves_at(
        OPEN_STATES, Action.ADD_MILESTONES, Move(May.LEAD_SPONSORED, "matters.sponsor.planned_on", public=False)
    ),
    # Not before the matter itself has ended, by its own rules.
    **moves_at(CLOSED_STATES, Action.END_SPONSOR, Move(May.LEAD_SPONSORED, "matters.sponsor.ended", public=False)),
    **moves_at(OPEN_STATES, Action.HAND_ON_SPONSOR, Move(May.LEAD, "matters.sponsor.handed_on", None, "", _ARTICLE)),
}
