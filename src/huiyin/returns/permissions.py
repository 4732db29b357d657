"""What the names in `May` mean, as predicates over (actor, return). Strangers never get here: see the gate."""

from typing import Protocol

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.predicates import Predicate
from huiyin.returns.rules.states import ReturnPermission, ReturnWay
from huiyin.returns.selectors.gate import STAFF_ROLES


class SchemeFacts(Protocol):
    """What a predicate may look at of a scheme."""

    @property
    def receiving_unit_id(self) -> int: ...


class ReturnFacts(Protocol):
    """What a predicate may look at."""

    @property
    def unit_id(self) -> int: ...
    @property
    def way(self) -> str: ...
    @property
    def scheme(self) -> SchemeFacts: ...


@Predicate
def is_system(actor: Actor, _row: ReturnFacts) -> bool:
    """The system itself, in one of its jobs."""
    return actor.kind is ActorKind.SYSTEM


@Predicate
def owes(actor: Actor, row: ReturnFacts) -> bool:
    """Staff of the unit that owes it."""
    return row.unit_id in actor.units_as(*STAFF_ROLES)


@Predicate
def receives(actor: Actor, row: ReturnFacts) -> bool:
    """Staff of the unit that receives it."""
    return row.scheme.receiving_unit_id in actor.units_as(*STAFF_ROLES)


@Predicate
def was_recorded(_actor: Actor, row: ReturnFacts) -> bool:
    """The receiving unit wrote it down, and may have misheard."""
    return row.way not in {"", ReturnWay.WEB}


@Predicate
def commands(actor: Actor, row: ReturnFacts) -> bool:
    """A leader of the unit, or of one above."""
    return row.unit_id in actor.command_unit_ids


PERMISSIONS: dict[ReturnPermission, Predicate[Actor, ReturnFacts]] = {
    ReturnPermission.REPORT: owes,
    ReturnPermission.RECEIVE: receives | is_system,
    ReturnPermission.CORRECT: owes | (receives & was_recorded),
    ReturnPermission.MARK: owes | receives | commands,
    ReturnPermission.SYSTEM: is_system,
}
