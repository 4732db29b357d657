"""The rows of the table in test_moves for instructions from above, and for what leaders read and write."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.instruction.rules import Issuer, ReportKind, SendWay
from huiyin.matters.instruction.services.instruct import InstructionDraft, instruction_extend, matter_instruct
from huiyin.matters.instruction.services.report import report_approve, report_draft, report_return, report_send
from huiyin.matters.reading.services import leader_read, remark_make


def _instruct(cast: Cast, actor: Actor, pk: UUID) -> None:
    draft = InstructionDraft(Issuer.BODY, "云州市信访局", "请核实并报告结果。", office_day(cast.at))
    matter_instruct(actor=actor, matter_id=pk, draft=draft, at=cast.at)


DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.INSTRUCT: _instruct,
    # Nobody may without an instruction; those with one are in test_instruction.
    Action.EXTEND_INSTRUCTION: lambda cast, actor, pk: instruction_extend(
        actor=actor, matter_id=pk, position=1, words="同意延期", agreed_on=office_day(cast.at),
        due_on=office_day(cast.at), at=cast.at,
    ),
    Action.DRAFT_REPORT: lambda cast, actor, pk: report_draft(
        actor=actor, matter_id=pk, position=1, kind=ReportKind.FINAL, text="已办结。", at=cast.at
    ),
    Action.APPROVE_REPORT: lambda cast, actor, pk: report_approve(
        actor=actor, matter_id=pk, position=1, at=cast.at
    ),
    Action.RETURN_REPORT: lambda cast, actor, pk: report_return(
        actor=actor, matter_id=pk, position=1, reason="写明日期", at=cast.at
    ),
    Action.SEND_REPORT: lambda cast, actor, pk: report_send(
        actor=actor, matter_id=pk, position=1, sent_on=office_day(cast.at), way=SendWay.PAPER, at=cast.at
    ),
    Action.LEADER_READ: lambda cast, actor, pk: leader_read(actor=actor, matter_id=pk, at=cast.at),
    Action.REMARK: lambda cast, actor, pk: remark_make(
        actor=actor, matter_id=pk, words="请抓紧办。", due_on=office_day(cast.at) + timedelta(days=5), at=cast.at
    ),
}  # fmt: skip
_AT_OFFICE = frozenset({State.REGISTERED, State.ACCEPTED, State.DECLINED, State.REDIRECTED, State.WITHDRAWN})
# After a review these are with the station, whose registrar isn't among those who try.
_AT_STATION = frozenset({State.REVIEWED, State.UNDER_RECHECK, State.CARRYING_OUT, State.FINALISED})
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.INSTRUCT: {
        state: {"registrar"} if state in _AT_OFFICE | _AT_STATION else {"registrar", "housing_registrar"}
        for state in State
    },
    Action.EXTEND_INSTRUCTION: {},
    Action.DRAFT_REPORT: {},
    Action.APPROVE_REPORT: {},
    Action.RETURN_REPORT: {},
    Action.SEND_REPORT: {},
    Action.LEADER_READ: {state: {"mayor"} for state in State},
    Action.REMARK: {state: {"mayor"} for state in OPEN_STATES},
}
