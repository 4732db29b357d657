"""People join a matter, and some of them speak for all."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

# What the petitioner does about the list and the links decides nothing that an officer decides upon.
LIST_OPENED, LIST_CLOSED = "matters.joint.list_opened", "matters.joint.list_closed"
PICK_UP_RENEWED = "matters.joint.pick_up_renewed"
# What representatives and signers do themselves; no moves of the matter, as each would be a line on its timeline.
SIGNED, SIGNATURE_WITHDRAWN = "matters.joint.signed", "matters.joint.signature_withdrawn"
NEWS_SET = "matters.joint.news_set"
PICKED_UP, PICK_UP_DECLINED = "matters.joint.picked_up", "matters.joint.pick_up_declined"

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
    **moves_at(
        OPEN_STATES, Action.FILE_TOGETHER, Move(May.PETITION_JOINTLY, "matters.joint.filed", None, "", _ARTICLE)
    ),
    **moves_at(
        OPEN_STATES,
        Action.PROPOSE_REPRESENTATIVES,
        Move(May.PETITION_JOINTLY, "matters.joint.representatives_proposed", None, "", _ARTICLE),
    ),
    **moves_at(OPEN_STATES, Action.RENEW_PICK_UP, Move(May.MANAGE_OWN_JOINT, PICK_UP_RENEWED)),
    **moves_at(
        OPEN_STATES, Action.DROP_REPRESENTATIVE, Move(May.MANAGE_OWN_JOINT, "matters.joint.representative_dropped")
    ),
    **moves_at(OPEN_STATES, Action.OPEN_LIST, Move(May.GATHER_SIGNATURES, LIST_OPENED)),
    **moves_at(OPEN_STATES, Action.CLOSE_LIST, Move(May.MANAGE_OWN_JOINT, LIST_CLOSED)),
}
