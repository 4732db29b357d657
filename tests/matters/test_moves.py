"""Every state × action: allowed as `MOVES` says, refused with a sentence otherwise."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from tests.cast import Cast
from tests.matters import (
    moves_above,
    moves_after,
    moves_assistance,
    moves_bars,
    moves_instruction,
    moves_leading,
    moves_link,
    moves_on_the_spot,
    moves_people,
    moves_procedure,
)
from tests.matters.above import staff_above

from huiyin.kernel.actor import Actor, petitioner, system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_id
from huiyin.matters.acceptance.services import matter_accept, matter_decline, matter_redirect
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.cause.moves import ANSWERED
from huiyin.matters.cause.services import cause_find
from huiyin.matters.closing.services import matter_close, matter_escalate
from huiyin.matters.core.rules.states import OPEN_STATES, REVIEW_STATES, UNANSWERED_STATES, Action, State
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.handover.services.assist import AssistAsk, matter_ask_assist, matter_contribute, matter_end_assist
from huiyin.matters.handover.services.handover import (
    matter_dispute,
    matter_escalate_handover,
    matter_object,
    matter_refuse_objection,
    matter_report_back,
    matter_settle_dispute,
    matter_take_back,
)
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.late.services import matter_urge
from huiyin.matters.messages.services.petitioner import petitioner_question, petitioner_write
from huiyin.matters.messages.services.work import matter_answer, matter_ask, matter_note
from huiyin.matters.models import Event, Matter
from huiyin.matters.moves import MOVES
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft, reply_recall, reply_return
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.seal.services import (
    matter_add_reader,
    matter_agree_unsealing,
    matter_ask_unsealing,
    matter_open_seal,
    matter_unseal,
)
from huiyin.matters.sentences import event_kinds
from huiyin.matters.withdrawal.services import matter_withdraw

TICK = system("tick")


def _bring_to(cast: Cast, state: State) -> Registered:
    staff_above(cast)
    filed = cast.file()
    for travel in _ROADS[state]:
        travel(cast, filed)
    assert cast.matter(filed).state == state
    return filed


def _approve(cast: Cast, filed: Registered) -> None:
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)


_TO_DRAFT = (Cast.to_handler, Cast.draft)
_ROADS: dict[State, tuple[Callable[[Cast, Registered], None], ...]] = {
    State.REGISTERED: (),
    State.ACCEPTED: (Cast.accept,),
    State.INVESTIGATING: (Cast.to_handler, lambda cast, filed: _say(cast, filed)),
    State.DRAFTED: _TO_DRAFT,
    State.APPROVED: (*_TO_DRAFT, _approve),
    State.SERVED: (Cast.answer,),
    State.RATED: (Cast.answer, lambda cast, filed: _rate(cast, petitioner(filed.matter_id), filed.matter_id)),
    State.CLOSED: (
        Cast.answer,
        lambda cast, filed: matter_close(actor=TICK, matter_id=filed.matter_id, at=cast.at),
    ),
    State.DECLINED: (lambda cast, filed: _decline(cast, cast.actor("registrar"), filed.matter_id),),
    State.REDIRECTED: (lambda cast, filed: _redirect(cast, cast.actor("registrar"), filed.matter_id),),
    State.WITHDRAWN: (
        lambda cast, filed: matter_withdraw(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, at=cast.at),
    ),
    **moves_above.ROADS,
}


def _say(cast: Cast, filed: Registered) -> None:
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="我同意", at=cast.at)


def _decline(cast: Cast, actor: Actor, matter_id: UUID) -> None:
    matter_decline(actor=actor, matter_id=matter_id, ground="pending", explanation="已在办理", at=cast.at)


def _redirect(cast: Cast, actor: Actor, matter_id: UUID) -> None:
    matter_redirect(actor=actor, matter_id=matter_id, ground="other_unit", route="请到县医保中心", at=cast.at)


def _rate(cast: Cast, actor: Actor, matter_id: UUID) -> None:
    matter_rate(actor=actor, matter_id=matter_id, of_office="partly", of_unit="satisfied", words="", at=cast.at)


def _unit(cast: Cast, matter_id: UUID) -> int:
    """Another unit than the one that has it."""
    lead = Matter.objects.get(pk=matter_id).lead_unit_id
    return cast.units["education"] if lead == cast.units["housing"] else cast.units["housing"]


def _handler(cast: Cast, matter_id: UUID) -> int:
    lead = Matter.objects.get(pk=matter_id).lead_unit_id
    return cast.officers["handler_two" if lead == cast.units["housing"] else "handler"]


Doing = Callable[[Cast, Actor, UUID], object]
DOINGS: dict[Action, Doing] = {
    Action.ACCEPT: lambda cast, actor, pk: matter_accept(actor=actor, matter_id=pk, at=cast.at),
    Action.DECLINE: _decline,
    Action.REDIRECT: _redirect,
    Action.ASSIGN_UNIT: lambda cast, actor, pk: matter_assign_unit(
        actor=actor, matter_id=pk, unit_id=_unit(cast, pk), at=cast.at
    ),
    Action.ASSIGN_HANDLER: lambda cast, actor, pk: matter_assign_handler(
        actor=actor, matter_id=pk, officer_id=_handler(cast, pk), at=cast.at
    ),
    Action.NAME_RESPONDENT: lambda cast, actor, pk: matter_name_respondent(
        actor=actor, matter_id=pk, unit_id=None, officer_id=None, text="物业公司", at=cast.at
    ),
    Action.NOTE: lambda cast, actor, pk: matter_note(actor=actor, matter_id=pk, body="已电话核实", at=cast.at),
    Action.ASK: lambda cast, actor, pk: matter_ask(actor=actor, matter_id=pk, body="请补充合同", at=cast.at),
    Action.WRITE: lambda cast, actor, pk: petitioner_write(actor=actor, matter_id=pk, body="补充", at=cast.at),
    Action.QUESTION: lambda cast, actor, pk: petitioner_question(
        actor=actor, matter_id=pk, body="什么时候能修好？", at=cast.at
    ),
    # Once the matter has ended only what was asked is answered: test_questions.
    Action.ANSWER: lambda cast, actor, pk: matter_answer(actor=actor, matter_id=pk, body="下周派人去看", at=cast.at),
    Action.DRAFT: lambda cast, actor, pk: reply_draft(
        actor=actor, matter_id=pk, facts="属实", basis="条例",
        opinions={request.pk: OpinionDraft("explained", "说明") for request in moves_link.requests_asked(pk)},
        at=cast.at,
    ),
    Action.APPROVE: lambda cast, actor, pk: reply_approve(actor=actor, matter_id=pk, at=cast.at),
    Action.RETURN: lambda cast, actor, pk: reply_return(actor=actor, matter_id=pk, reason="补充依据", at=cast.at),
    Action.RECALL: lambda cast, actor, pk: reply_recall(actor=actor, matter_id=pk, at=cast.at),
    Action.SERVE: lambda cast, actor, pk: reply_serve(actor=actor, matter_id=pk, at=cast.at),
    Action.RATE: _rate,
    Action.CLOSE: lambda cast, actor, pk: matter_close(actor=actor, matter_id=pk, at=cast.at),
    Action.FIND_CAUSE: lambda cast, actor, pk: cause_find(
        actor=actor, matter_id=pk, codes=["inactive"], note="拖了半年", at=cast.at
    ),
    Action.WITHDRAW: lambda cast, actor, pk: matter_withdraw(actor=actor, matter_id=pk, at=cast.at),
    Action.ESCALATE: lambda cast, actor, pk: matter_escalate(actor=actor, matter_id=pk, at=cast.at),
    Action.URGE: lambda cast, actor, pk: matter_urge(actor=actor, matter_id=pk, at=cast.at),
    Action.OPEN_IDENTITY: lambda cast, actor, pk: matter_open_identity(
        actor=actor, matter_id=pk, purpose="电话核实情况", at=cast.at
    ),
    # Nobody may on a matter without a seal; those with one are in test_seal.py.
    Action.OPEN_SEAL: lambda cast, actor, pk: matter_open_seal(
        actor=actor, matter_id=pk, passphrase="", purpose="电话核实情况", at=cast.at
    ),
    Action.ADD_READER: lambda cast, actor, pk: matter_add_reader(
        actor=actor, matter_id=pk, officer_id=cast.officers["handler"], passphrase="", at=cast.at
    ),
    Action.ASK_UNSEALING: lambda cast, actor, pk: matter_ask_unsealing(
        actor=actor, matter_id=pk, purpose="电话核实情况", at=cast.at
    ),
    Action.AGREE_UNSEALING: lambda cast, actor, pk: matter_agree_unsealing(actor=actor, matter_id=pk, at=cast.at),
    Action.UNSEAL: lambda cast, actor, pk: matter_unseal(actor=actor, matter_id=pk, passphrase="", at=cast.at),
    Action.OBJECT: lambda cast, actor, pk: matter_object(
        actor=actor, matter_id=pk, reasons="物业收费不属于本单位职权范围", at=cast.at
    ),
    Action.TAKE_BACK: lambda cast, actor, pk: matter_take_back(actor=actor, matter_id=pk, at=cast.at),
    Action.REFUSE_OBJECTION: lambda cast, actor, pk: matter_refuse_objection(
        actor=actor, matter_id=pk, reasons="按职责办", at=cast.at
    ),
    Action.DISPUTE: lambda cast, actor, pk: matter_dispute(
        actor=actor, matter_id=pk, reasons="物业收费不属于本单位职权范围", at=cast.at
    ),
    Action.SETTLE_DISPUTE: lambda cast, actor, pk: matter_settle_dispute(
        actor=actor, matter_id=pk, outcome="stays", reasons="按职责办", at=cast.at
    ),
    Action.ESCALATE_HANDOVER: lambda cast, actor, pk: matter_escalate_handover(
        actor=actor, matter_id=pk, at=cast.at
    ),
    Action.REPORT_BACK: lambda cast, actor, pk: matter_report_back(
        actor=actor, matter_id=pk, report="已办结", at=cast.at
    ),
    Action.ASK_ASSIST: lambda cast, actor, pk: matter_ask_assist(
        actor=actor, matter_id=pk, asks=[AssistAsk(_unit(cast, pk), "请核实", date(2030, 1, 1))], at=cast.at
    ),
    Action.CONTRIBUTE: lambda cast, actor, pk: matter_contribute(
        actor=actor, matter_id=pk, contribution="已核实", at=cast.at
    ),
    Action.END_ASSIST: lambda cast, actor, pk: matter_end_assist(
        actor=actor, matter_id=pk, assist_id=new_id(), at=cast.at
    ),
    **moves_people.DOINGS,
    **moves_bars.DOINGS,
    **moves_above.DOINGS,
    **moves_link.DOINGS,
    **moves_after.DOINGS,
    **moves_assistance.DOINGS,
    **moves_procedure.DOINGS,
    **moves_on_the_spot.DOINGS,
    **moves_instruction.DOINGS,
    **moves_leading.DOINGS,
}  # fmt: skip
_OFFICERS = (
    "registrar", "housing_registrar", "handler", "approver", "mayor", "auditor", "administrator", "nobody",
    "reviewer",
)  # fmt: skip


def _actors(cast: Cast, matter_id: UUID) -> dict[str, Actor]:
    everyone = {username: cast.actor(username) for username in _OFFICERS}
    return everyone | {"petitioner": petitioner(matter_id), "another": petitioner(new_id()), "tick": TICK}


@pytest.mark.parametrize("state", list(State))
def test_every_state_and_action_with_every_actor(cast: Cast, state: State) -> None:
    """Who succeeds is exactly who the table names; a refusal leaves the matter as it was.

    Where nobody may, those try who may in some other state; everybody else does so with `make test-long`.
    """
    _assert_as_expected(cast, state, lambda action: set().union({"nobody", "tick"}, *_EXPECTED[action].values()))


@pytest.mark.long
@pytest.mark.parametrize("state", list(State))
def test_no_one_else_may_where_no_one_may(cast: Cast, state: State) -> None:
    _assert_as_expected(cast, state, lambda action: {*_OFFICERS, "petitioner", "another", "tick"})


def _assert_as_expected(cast: Cast, state: State, curious: Callable[[Action], set[str]]) -> None:
    filed = _bring_to(cast, state)
    actors = _actors(cast, filed.matter_id)
    for action, doing in DOINGS.items():
        expected = _EXPECTED[action].get(state, set())
        trying = actors if expected else curious(action) & actors.keys()
        assert {name for name in trying if _succeeds(cast, filed, state, action, doing, actors[name])} == expected, (
            f"{action} in {state}"
        )


def _succeeds(cast: Cast, filed: Registered, state: State, action: Action, doing: Doing, actor: Actor) -> bool:
    """Try it and take it back, so that the next one finds the matter as it was."""
    standing = Matter.objects.filter(pk=filed.matter_id).values_list("state", "version")
    before = standing.get()
    mark = transaction.savepoint()
    try:
        doing(cast, actor, filed.matter_id)
    except HuiyinError as refusal:
        assert str(refusal)
        assert standing.get() == before
        return False
    else:
        assert cast.matter(filed).state == (MOVES[state, action].target or state)
        return True
    finally:
        transaction.savepoint_rollback(mark)


_OFFICE_RECEIVERS = {"registrar"}
_HOUSING = {"housing_registrar", "approver"}
_LATER = OPEN_STATES - {State.REGISTERED, State.ACCEPTED}
_STAFF = moves_people.STAFF
_PETITION = {state: {"petitioner"} for state in OPEN_STATES}
_DIRECT = {state: {"registrar", "mayor"} for state in (State.REGISTERED, State.ACCEPTED)} | {
    state: {"housing_registrar", "approver", "mayor"} for state in UNANSWERED_STATES & _LATER
}
# The others were answered by its station.
_ANSWERED_BY_HOUSING = {State.SERVED, State.RATED, State.UNDER_REVIEW, State.CLOSED}
_ENDED_AT_OFFICE = {state: {"registrar", "mayor"} for state in (State.DECLINED, State.REDIRECTED, State.WITHDRAWN)}
_EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.ACCEPT: {State.REGISTERED: _OFFICE_RECEIVERS},
    Action.DECLINE: {State.REGISTERED: _OFFICE_RECEIVERS},
    Action.REDIRECT: {State.REGISTERED: _OFFICE_RECEIVERS},
    Action.ASSIGN_UNIT: {
        state: who for state, who in _DIRECT.items()
        if state in {State.REGISTERED, State.ACCEPTED, State.INVESTIGATING}
    },
    Action.ASSIGN_HANDLER: {State.INVESTIGATING: _HOUSING | {"mayor"}},
    Action.NAME_RESPONDENT: _DIRECT,
    Action.NOTE: _STAFF,
    Action.ASK: {state: who for state, who in _STAFF.items() if state in UNANSWERED_STATES},
    Action.WRITE: _PETITION,
    Action.QUESTION: _PETITION,
    Action.ANSWER: _STAFF,
    Action.DRAFT: {State.INVESTIGATING: {"handler"}},
    Action.APPROVE: {State.DRAFTED: {"approver"}},
    Action.RETURN: {State.DRAFTED: {"approver"}},
    Action.RECALL: {State.DRAFTED: {"handler"}},
    Action.SERVE: {State.APPROVED: _STAFF[State.APPROVED]},
    Action.RATE: {State.SERVED: {"petitioner"}, State.RATED: {"petitioner"}},
    Action.CLOSE: {State.SERVED: {"tick"}, State.REVIEWED: {"tick"}, State.RATED: _HOUSING | {"tick"}},
    # Whoever answers for it, not who decides above.
    Action.FIND_CAUSE: {
        state: _HOUSING | {"handler", "mayor"} if state in _ANSWERED_BY_HOUSING else {"mayor"} for state in ANSWERED
    },
    Action.WITHDRAW: {state: {"petitioner"} for state in UNANSWERED_STATES | REVIEW_STATES},
    Action.ESCALATE: {state: {"tick"} for state in OPEN_STATES},
    Action.URGE: {},  # only what is late: test_urge
    Action.OPEN_IDENTITY: _STAFF | {State.CLOSED: _STAFF[State.RATED], State.FINALISED: {"mayor"}} | _ENDED_AT_OFFICE,
    Action.OPEN_SEAL: {},
    Action.ADD_READER: {},
    Action.ASK_UNSEALING: {},
    Action.AGREE_UNSEALING: {},
    Action.UNSEAL: {},
    # What comes after an objection, an assignment with a day, a unit that helps: test_handover.
    Action.OBJECT: {State.INVESTIGATING: _HOUSING},
    Action.TAKE_BACK: {},
    Action.REFUSE_OBJECTION: {},
    Action.DISPUTE: {},
    Action.SETTLE_DISPUTE: {},
    Action.ESCALATE_HANDOVER: {state: {"tick"} for state in OPEN_STATES},
    Action.REPORT_BACK: {},
    Action.ASK_ASSIST: {State.ACCEPTED: {"registrar"}, State.INVESTIGATING: _HOUSING | {"handler"}},
    Action.CONTRIBUTE: {},
    Action.END_ASSIST: {},
    **moves_people.EXPECTED,
    **moves_bars.EXPECTED,
    **moves_above.EXPECTED,
    **moves_link.EXPECTED,
    **moves_after.EXPECTED,
    **moves_assistance.EXPECTED,
    **moves_procedure.EXPECTED,
    **moves_on_the_spot.EXPECTED,
    **moves_instruction.EXPECTED,
    **moves_leading.EXPECTED,
}  # fmt: skip


def test_the_table_and_the_tests_know_every_action() -> None:
    assert {action for _, action in MOVES} - {Action.ATTACH} == set(DOINGS)
    assert {move.ledger for move in MOVES.values()} <= event_kinds()


def test_every_step_is_on_the_timeline(cast: Cast) -> None:
    filed = _bring_to(cast, State.RATED)
    kinds = list(Event.objects.filter(matter_id=filed.matter_id).order_by("version").values_list("kind", flat=True))
    assert kinds == [
        "matters.matter.registered", "matters.matter.accepted", "matters.matter.unit_assigned",
        "matters.matter.handler_assigned", "matters.reply.drafted", "matters.reply.approved",
        "matters.reply.served", "matters.matter.rated",
    ]  # fmt: skip
