"""The rows of the table in test_moves for visits on the spot and explanation meetings."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.cast import Cast
from tests.matters.moves_people import STAFF

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.explanation.moves import EXPLAINED_AFTER
from huiyin.matters.explanation.services.arrange import (
    ExplanationDay,
    ExplanationMinutes,
    explanation_answer_invitation,
    explanation_end,
    explanation_fix,
    explanation_hold,
)
from huiyin.matters.explanation.services.wish import (
    ExplanationWish,
    explanation_ask,
    explanation_ask_other_day,
    explanation_offer,
    explanation_remark,
    explanation_withdraw,
)
from huiyin.matters.field_visit.services import FieldVisitDraft, field_visit_correct, field_visit_record

WISH = ExplanationWish("为什么按户收，不按面积收", wants_above=True)


def visit_of(actor: Actor, cast: Cast) -> FieldVisitDraft:
    """A visit by the actor alone, an hour ago."""
    went = [actor.officer_id] if actor.officer_id else []
    return FieldVisitDraft(cast.at, "云渡路3号院", went, met_petitioner=False, findings="电梯停在三楼。")


def _fix(cast: Cast, actor: Actor, pk: UUID) -> None:
    went = [actor.officer_id] if actor.officer_id else []
    explanation_fix(
        actor=actor, matter_id=pk, day=ExplanationDay(cast.at + timedelta(days=3), "三楼会议室", went), at=cast.at
    )


DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.RECORD_FIELD_VISIT: lambda cast, actor, pk: field_visit_record(
        actor=actor, matter_id=pk, visit=visit_of(actor, cast), at=cast.at
    ),
    # Of none that was written; with one: test_field_visit.
    Action.CORRECT_FIELD_VISIT: lambda cast, actor, pk: field_visit_correct(
        actor=actor, matter_id=pk, position=1, reason="写错楼号", visit=visit_of(actor, cast), at=cast.at
    ),
    Action.OFFER_EXPLANATION: lambda cast, actor, pk: explanation_offer(actor=actor, matter_id=pk, at=cast.at),
    Action.ASK_EXPLANATION: lambda cast, actor, pk: explanation_ask(
        actor=actor, matter_id=pk, wish=WISH, way="web" if actor.kind is ActorKind.PETITIONER else "phone", at=cast.at
    ),
    # Of no meeting; with one: test_explanation.
    Action.FIX_EXPLANATION: _fix,
    Action.ANSWER_INVITATION: lambda cast, actor, pk: explanation_answer_invitation(
        actor=actor, matter_id=pk, comes=True, at=cast.at
    ),
    Action.ASK_OTHER_DAY: lambda cast, actor, pk: explanation_ask_other_day(
        actor=actor, matter_id=pk, note="周末方便", at=cast.at
    ),
    Action.WITHDRAW_EXPLANATION: lambda cast, actor, pk: explanation_withdraw(actor=actor, matter_id=pk, at=cast.at),
    Action.HOLD_EXPLANATION: lambda cast, actor, pk: explanation_hold(
        actor=actor, matter_id=pk, minutes=ExplanationMinutes(office_day(cast.at), "按户收吗", "按面积收"), at=cast.at
    ),
    Action.END_EXPLANATION: lambda cast, actor, pk: explanation_end(
        actor=actor, matter_id=pk, reason="信访人说不用了", at=cast.at
    ),
    Action.REMARK_EXPLANATION: lambda cast, actor, pk: explanation_remark(
        actor=actor, matter_id=pk, remark="记得不全", at=cast.at
    ),
}

_OFFICE = {"registrar", "housing_registrar", "approver", "handler"}
# Who has it in these: the bureau when it was answered there, the county's office when it never left that.
_HELD = STAFF | {State.CLOSED: STAFF[State.RATED], State.FINALISED: {"mayor"}} | {
    state: {"registrar", "mayor"} for state in (State.DECLINED, State.REDIRECTED)
}  # fmt: skip
# The counter where it came in writes a spoken wish down, too.
_ASKING = {
    state: (who & _OFFICE) | {"registrar"} | ({"petitioner"} if state in EXPLAINED_AFTER else set())
    for state, who in _HELD.items()
}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.RECORD_FIELD_VISIT: STAFF,
    Action.CORRECT_FIELD_VISIT: {},
    Action.OFFER_EXPLANATION: {state: who & (_OFFICE | {"mayor"}) for state, who in STAFF.items()},
    Action.ASK_EXPLANATION: {state: who for state, who in _ASKING.items() if state in OPEN_STATES | EXPLAINED_AFTER},
    Action.FIX_EXPLANATION: {},
    Action.ANSWER_INVITATION: {},
    Action.ASK_OTHER_DAY: {},
    Action.WITHDRAW_EXPLANATION: {},
    Action.HOLD_EXPLANATION: {},
    Action.END_EXPLANATION: {},
    Action.REMARK_EXPLANATION: {},
}
