"""What the names in `May` mean, as predicates over (actor, matter). Barred actors never get here: see the gate."""

from typing import Protocol

from rules.predicates import Predicate

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.matters.rules.moves import May


class MatterFacts(Protocol):
    """What a predicate may look at."""

    @property
    def pk(self) -> object: ...
    @property
    def lead_unit_id(self) -> int: ...
    @property
    def handler_id(self) -> int | None: ...
    @property
    def received_unit_id(self) -> int: ...
    @property
    def is_sealed(self) -> bool: ...


def is_system(actor: Actor, _matter: MatterFacts) -> bool:
    """The system itself, in one of its jobs."""
    return actor.kind is ActorKind.SYSTEM


def is_petitioner(actor: Actor, matter: MatterFacts) -> bool:
    """Whoever showed this matter's receipt code."""
    return actor.kind is ActorKind.PETITIONER and actor.key == str(matter.pk)


def is_handler(actor: Actor, matter: MatterFacts) -> bool:
    """The officer who works on it, while holding a handler's post in the lead unit."""
    return (
        actor.officer_id is not None
        and actor.officer_id == matter.handler_id
        and matter.lead_unit_id in actor.units_as(Role.HANDLER)
    )


def is_registrar(actor: Actor, matter: MatterFacts) -> bool:
    """A registrar of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.REGISTRAR)


def is_approver(actor: Actor, matter: MatterFacts) -> bool:
    """An approver of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.APPROVER)


def is_leader(actor: Actor, matter: MatterFacts) -> bool:
    """A leader of the unit that has it, or of one above."""
    return matter.lead_unit_id in actor.command_unit_ids


def is_sealed(_actor: Actor, matter: MatterFacts) -> bool:
    """Whether what was written can be read by named readers only."""
    return matter.is_sealed


_SYSTEM, _PETITIONER, _HANDLER = Predicate(is_system), Predicate(is_petitioner), Predicate(is_handler)
_REGISTRAR, _APPROVER, _LEADER = Predicate(is_registrar), Predicate(is_approver), Predicate(is_leader)
_SEALED = Predicate(is_sealed)
_STAFF = _REGISTRAR | _APPROVER | _LEADER | _HANDLER

PREDICATES: dict[May, Predicate] = {
    May.RECEIVE: _REGISTRAR | _APPROVER,
    May.DIRECT: _REGISTRAR | _APPROVER | _LEADER,
    May.WORK: _STAFF,
    May.HANDLE: _HANDLER,
    May.APPROVE: _APPROVER,
    May.PETITION: _PETITIONER,
    May.CLOSE: _REGISTRAR | _APPROVER | _SYSTEM,
    May.SYSTEM: _SYSTEM,
    May.WRITE_FILE: _STAFF | _PETITIONER,
    May.NAMED: _STAFF & ~_SEALED,
    May.SEALED: _STAFF & _SEALED,
}


def may(actor: Actor, permission: May, matter: MatterFacts) -> bool:
    """Whether this actor has that permission on this matter."""
    return bool(PREDICATES[permission].test(actor, matter))
