"""The rows of the table in test_moves for bars: of a matter that names nobody there is none to lift."""

from collections.abc import Callable
from uuid import UUID

from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.respondents.selectors.respondents import UNIT_KEY
from huiyin.matters.respondents.services.naming import (
    bar_add,
    bar_lift,
    bar_lift_at_counter,
    lift_object,
    lift_propose,
    lift_slip,
)

DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.ADD_BAR: lambda cast, actor, pk: bar_add(actor=actor, matter_id=pk, text="路灯管理所", at=cast.at),
    # With somebody to lift: test_bars.
    Action.LIFT_BAR: lambda cast, actor, pk: bar_lift(actor=actor, matter_id=pk, bar=UNIT_KEY, at=cast.at),
    Action.LIFT_BAR_AT_COUNTER: lambda cast, actor, pk: bar_lift_at_counter(
        actor=actor, matter_id=pk, bar=UNIT_KEY, code="x", at=cast.at
    ),
    Action.PROPOSE_LIFT: lambda cast, actor, pk: lift_propose(
        actor=actor, matter_id=pk, bar=UNIT_KEY, reason="看错了", at=cast.at
    ),
    Action.OBJECT_TO_LIFT: lambda cast, actor, pk: lift_object(actor=actor, matter_id=pk, at=cast.at),
    Action.LIFT_SLIP: lambda cast, actor, pk: lift_slip(actor=actor, matter_id=pk, at=cast.at),
}
EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.ADD_BAR: {state: {"petitioner"} for state in State},
    Action.LIFT_BAR: {},
    Action.LIFT_BAR_AT_COUNTER: {},
    Action.PROPOSE_LIFT: {},
    Action.OBJECT_TO_LIFT: {},
    Action.LIFT_SLIP: {},
}
