"""The rows of the table in test_moves for supervision and for what comes after an answer."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.carrying_out.services import matter_follow_up, step_done
from huiyin.matters.core.errors import MoveNotOpen
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.models import Matter
from huiyin.matters.publication.services import publish, publishing_agree, publishing_stop
from huiyin.supervision.services import matter_supervise, supervision_answer, supervision_end


def _reopen(cast: Cast, actor: Actor, pk: UUID) -> None:
    if Matter.objects.filter(pk=pk, state=State.FINALISED).exists():
        raise MoveNotOpen(state="", action="")  # there it is recorded and opens nothing: test_carrying_out
    matter_follow_up(actor=actor, matter_id=pk, result="not_done", words="", at=cast.at)


DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.SUPERVISE: lambda cast, actor, pk: matter_supervise(
        actor=actor, matter_id=pk, demand="请说明进展", due_on=office_day(cast.at) + timedelta(days=7), at=cast.at
    ),
    # Nobody may without a demand or a promise; those with one are in test_supervision and test_carrying_out.
    Action.ANSWER_SUPERVISION: lambda cast, actor, pk: supervision_answer(
        actor=actor, matter_id=pk, position=1, answer="已上门", at=cast.at
    ),
    Action.END_SUPERVISION: lambda cast, actor, pk: supervision_end(
        actor=actor, matter_id=pk, position=1, reason="已说明", at=cast.at
    ),
    Action.STEP_DONE: lambda cast, actor, pk: step_done(
        actor=actor, matter_id=pk, position=1, note="已修好", at=cast.at
    ),
    Action.FOLLOW_UP: lambda cast, actor, pk: matter_follow_up(
        actor=actor, matter_id=pk, result="done", words="", at=cast.at
    ),
    Action.REOPEN: _reopen,
    Action.AGREE_PUBLISHING: lambda cast, actor, pk: publishing_agree(actor=actor, matter_id=pk, at=cast.at),
    # Nobody may before the petitioner has agreed: test_publication.
    Action.STOP_PUBLISHING: lambda cast, actor, pk: publishing_stop(actor=actor, matter_id=pk, at=cast.at),
    Action.PUBLISH: lambda cast, actor, pk: publish(actor=actor, matter_id=pk, title="电梯停运", at=cast.at),
}
_AT_OFFICE = frozenset({State.REGISTERED, State.ACCEPTED})
_CALLING = {"registrar", "housing_registrar", "handler"}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.SUPERVISE: {state: {"mayor", "tick"} for state in _AT_OFFICE}
    | {state: {"mayor", "tick", "registrar"} for state in OPEN_STATES - _AT_OFFICE},
    Action.ANSWER_SUPERVISION: {},
    Action.END_SUPERVISION: {},
    Action.STEP_DONE: {State.CARRYING_OUT: {"mayor", "petitioner"}},
    # Finally decided is what the station has answered.
    Action.FOLLOW_UP: {State.CLOSED: _CALLING, State.FINALISED: {"registrar"}},
    Action.REOPEN: {State.CLOSED: _CALLING},
    Action.AGREE_PUBLISHING: {state: {"petitioner"} for state in OPEN_STATES},
    Action.STOP_PUBLISHING: {},
    Action.PUBLISH: {},
}
