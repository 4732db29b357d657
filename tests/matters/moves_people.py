"""The rows of the table in test_moves for the people of a matter: who answers for it, stands aside, signs it."""

from collections.abc import Callable
from uuid import UUID

from tests.cast import Cast
from tests.matters import moves_above
from tests.matters.classifying import corrected
from tests.matters.reissuing import reissue

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.matters.classification.services.classify import matter_classify
from huiyin.matters.core.rules.states import OPEN_STATES, REVIEW_STATES, Action, State
from huiyin.matters.due.services import matter_due_moved
from huiyin.matters.joint.services.joint import (
    cosigners_add,
    cosigners_open,
    representative_name,
    representative_remove,
)
from huiyin.matters.joint.services.proposing import (
    joint_begin,
    list_close,
    list_open,
    pick_up_renew,
    representative_drop,
    representatives_propose,
)
from huiyin.matters.models import Matter
from huiyin.matters.receipt.services import code_follow
from huiyin.matters.recusal.services import matter_leave_barred, matter_recuse, matter_release_handler
from huiyin.matters.sponsor.services.sponsor import matter_sponsor, milestone_reach, sponsor_hand_on
from huiyin.matters.telephone.services import telephone_ask, telephone_record
from huiyin.vault.services import IdentityDraft

_NEIGHBOUR = IdentityDraft(name="甲某", phone="19900005555")
DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.RECUSE: lambda cast, actor, pk: matter_recuse(
        actor=actor, matter_id=pk, officer_id=cast.officers["handler_two"], reason="有利害关系", at=cast.at
    ),
    Action.RELEASE_HANDLER: lambda cast, actor, pk: matter_release_handler(actor=actor, matter_id=pk, at=cast.at),
    # Of a matter about nobody; with a respondent: tests/flows/test_barred_round.py.
    Action.LEAVE_BARRED: lambda cast, actor, pk: matter_leave_barred(actor=actor, matter_id=pk, at=cast.at),
    Action.SPONSOR: lambda cast, actor, pk: matter_sponsor(
        actor=actor, matter_id=pk, plan="一周内到现场", at=cast.at
    ),
    # Of nobody's plan; with a sponsor: test_sponsor.
    Action.REACH_MILESTONE: lambda cast, actor, pk: milestone_reach(
        actor=actor, matter_id=pk, position=1, note="", at=cast.at
    ),
    Action.HAND_ON_SPONSOR: lambda cast, actor, pk: sponsor_hand_on(
        actor=actor, matter_id=pk, officer_id=cast.officers["mayor"], reason="工作调整", at=cast.at
    ),
    Action.CLASSIFY: lambda cast, actor, pk: matter_classify(
        actor=actor, matter_id=pk, corrected=corrected(pk, title="电梯停运"), reason="标题写错", at=cast.at
    ),
    Action.REISSUE_CODE: lambda cast, actor, pk: reissue(cast, actor, pk),
    # Of a matter that was never split; of a part: test_code.
    Action.CODE_ALONG: lambda cast, actor, pk: code_follow(actor=actor, matter_id=pk, code_of=pk, at=cast.at),
    Action.ADD_COSIGNERS: lambda cast, actor, pk: cosigners_add(
        actor=actor, matter_id=pk, people=[_NEIGHBOUR], at=cast.at
    ),
    Action.NAME_REPRESENTATIVE: lambda cast, actor, pk: representative_name(
        actor=actor, matter_id=pk, person=_NEIGHBOUR, at=cast.at
    ),
    # Of a matter of one person; with others: test_joint.
    Action.REMOVE_REPRESENTATIVE: lambda cast, actor, pk: representative_remove(
        actor=actor, matter_id=pk, position=1, at=cast.at
    ),
    Action.FILE_TOGETHER: lambda cast, actor, pk: joint_begin(
        actor=actor, matter_id=pk, people=[_NEIGHBOUR], about=23, at=cast.at
    ),
    Action.PROPOSE_REPRESENTATIVES: lambda cast, actor, pk: representatives_propose(
        actor=actor, matter_id=pk, people=[_NEIGHBOUR], at=cast.at
    ),
    # Of a matter of one person; with others: test_signing.
    Action.RENEW_PICK_UP: lambda cast, actor, pk: pick_up_renew(actor=actor, matter_id=pk, position=1, at=cast.at),
    Action.DROP_REPRESENTATIVE: lambda cast, actor, pk: representative_drop(
        actor=actor, matter_id=pk, position=1, at=cast.at
    ),
    Action.OPEN_LIST: lambda cast, actor, pk: list_open(actor=actor, matter_id=pk, at=cast.at),
    Action.CLOSE_LIST: lambda cast, actor, pk: list_close(actor=actor, matter_id=pk, at=cast.at),
    Action.ASK_CALL: lambda cast, actor, pk: telephone_ask(
        actor=actor, matter_id=pk, identity_id=Matter.objects.get(pk=pk).identity_id or new_id(), at=cast.at
    ),
    Action.MOVE_DUE: lambda cast, actor, pk: matter_due_moved(
        actor=actor, matter_id=pk, due_days=[office_day(cast.at)], officer_ids=[], is_public=True, at=cast.at
    ),
    # Of a matter that nobody has to be called about; with a call: test_telephone.
    Action.RECORD_CALL: lambda cast, actor, pk: telephone_record(
        actor=actor, call_id=new_id(), result="reached", at=cast.at
    ),
    Action.OPEN_COSIGNERS: lambda cast, actor, pk: cosigners_open(
        actor=actor, matter_id=pk, purpose="电话核实情况", at=cast.at
    ),
}

_LATER = OPEN_STATES - {State.REGISTERED, State.ACCEPTED}
STAFF = {state: {"registrar", "mayor"} for state in (State.REGISTERED, State.ACCEPTED)} | {
    state: {"housing_registrar", "approver", "handler", "mayor"} for state in _LATER
} | moves_above.STAFF  # fmt: skip
# Where it came in and where it is: at both counters people sign.
_COUNTERS = {state: who & {"housing_registrar"} | {"registrar"} for state, who in STAFF.items()}
# A code is issued for what is over, too: its letters are read with it. The station has a registrar of its own.
_AT_BUREAU = {
    State.INVESTIGATING, State.DRAFTED, State.APPROVED, State.SERVED, State.RATED, State.UNDER_REVIEW, State.CLOSED,
}  # fmt: skip
_AT_COUNTERS = {
    state: {"registrar", "housing_registrar"} if state in _AT_BUREAU else {"registrar"} for state in State
}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    # Of somebody else; of oneself: test_away.
    Action.RECUSE: {state: who & {"approver", "mayor"} for state, who in STAFF.items()},
    Action.RELEASE_HANDLER: {state: {"tick"} for state in (State.INVESTIGATING, State.DRAFTED, State.APPROVED)},
    Action.LEAVE_BARRED: {},
    Action.SPONSOR: {state: who & {"mayor"} for state, who in STAFF.items()},
    Action.REACH_MILESTONE: {},
    Action.HAND_ON_SPONSOR: {},
    Action.CLASSIFY: {state: who for state, who in STAFF.items() if state not in REVIEW_STATES},
    Action.REISSUE_CODE: _AT_COUNTERS,
    Action.CODE_ALONG: {},
    Action.ADD_COSIGNERS: {state: who | {"tick"} for state, who in _COUNTERS.items()},
    Action.NAME_REPRESENTATIVE: _COUNTERS,
    Action.REMOVE_REPRESENTATIVE: {},
    Action.OPEN_COSIGNERS: {},
    Action.FILE_TOGETHER: {state: {"petitioner"} for state in OPEN_STATES},
    Action.PROPOSE_REPRESENTATIVES: {state: {"petitioner"} for state in OPEN_STATES},
    Action.RENEW_PICK_UP: {},
    Action.DROP_REPRESENTATIVE: {},
    Action.OPEN_LIST: {state: {"petitioner"} for state in OPEN_STATES},
    Action.CLOSE_LIST: {},
    Action.ASK_CALL: {state: {"tick"} for state in State},
    Action.MOVE_DUE: {state: {"tick"} for state in State},
    Action.RECORD_CALL: {},
}
