"""The rows of the table in test_moves for time, settlements and how an answer goes out."""

from collections.abc import Callable
from uuid import UUID

from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.delivery.services import reply_acknowledge, reply_post
from huiyin.matters.extension.services import extension_ask, extension_grant, extension_refuse
from huiyin.matters.models import Message
from huiyin.matters.procedure.services import matter_make_ordinary
from huiyin.matters.reply.services.sign import reply_sign
from huiyin.matters.settlement.services import reply_settle


def _settle(cast: Cast, actor: Actor, matter_id: UUID) -> None:
    message = Message.objects.filter(matter_id=matter_id, kind="written").first()
    reply_settle(
        actor=actor, matter_id=matter_id, facts="双方面谈", agreement="三日内退还物业费",
        agreed_on=office_day(cast.at), proof_id=message.pk if message else new_id(), at=cast.at,
    )  # fmt: skip


DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.SETTLE: _settle,
    Action.SIGN: lambda cast, actor, pk: reply_sign(actor=actor, matter_id=pk, at=cast.at),
    Action.POST: lambda cast, actor, pk: reply_post(
        actor=actor, matter_id=pk, posted_on=office_day(cast.at), at=cast.at
    ),
    Action.ACKNOWLEDGE: lambda cast, actor, pk: reply_acknowledge(
        actor=actor, matter_id=pk, acknowledged_on=office_day(cast.at), words="本人签收", at=cast.at
    ),
    Action.EXTEND_ASK: lambda cast, actor, pk: extension_ask(
        actor=actor, matter_id=pk, days=10, reason="要等检测结果", at=cast.at
    ),
    Action.EXTEND_GRANT: lambda cast, actor, pk: extension_grant(actor=actor, matter_id=pk, at=cast.at),
    Action.EXTEND_REFUSE: lambda cast, actor, pk: extension_refuse(
        actor=actor, matter_id=pk, reason="材料已经齐了", at=cast.at
    ),
    Action.MAKE_ORDINARY: lambda cast, actor, pk: matter_make_ordinary(
        actor=actor, matter_id=pk, reason="要到现场查看", at=cast.at
    ),
}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.SETTLE: {State.INVESTIGATING: {"handler"}},
    Action.POST: {State.APPROVED: {"housing_registrar", "approver", "handler", "mayor"}},
    # A letter on its way, a signature, time that was asked for, the simple procedure: in the tests of their own.
    Action.ACKNOWLEDGE: {},
    Action.SIGN: {},
    Action.EXTEND_ASK: {State.INVESTIGATING: {"handler"}, State.DRAFTED: {"handler"}},
    Action.EXTEND_GRANT: {},
    Action.EXTEND_REFUSE: {},
    Action.MAKE_ORDINARY: {},
}
