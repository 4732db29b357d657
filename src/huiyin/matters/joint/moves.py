"""People join a matter, and some of them speak for all."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

_ARTICLE = N_("《信访工作条例》第二十条")

JOINT: Moves = {
    **moves_at(OPEN_STATES, Action.ADD_COSIGNERS, Move(May.SIGN_UP, "matters.joint.cosigners_added")),
    **moves_at(
        OPEN_STATES,
        Action.NAME_REPRESENTATIVE,
        Move(May.JOIN, "matters.joint.representative_named", None, "", _ARTICLE),
    ),
    **moves_at(
        OPEN_STATES, Action.REMOVE_REPRESENTATIVE, Move(May.MANAGE_COSIGNERS, "matters.joint.representative_removed")
    ),
    **moves_at(
        frozenset(State), Action.OPEN_COSIGNERS, Move(May.NAMED_JOINTLY, "vault.identity.opened", public=False)
    ),
}
