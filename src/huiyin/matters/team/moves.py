"""Moves around the team of an owned matter."""

from huiyin.matters.core.rules.states import OPEN_STATES, Action
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

TEAM: Moves = {
    **moves_at(OPEN_STATES, Action.NAME_MEMBER, Move(May.LEAD_SPONSORED, "matters.team.named", public=False)),
    **moves_at(OPEN_STATES, Action.AGREE_MEMBER, Move(May.AGREE_TEAM, "matters.team.agreed", public=False)),
    **moves_at(OPEN_STATES, Action.END_MEMBER, Move(May.LEAVE_TEAM, "matters.team.ended", public=False)),
}
