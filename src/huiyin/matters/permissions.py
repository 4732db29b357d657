"""What the names in `May` mean, as predicates over (actor, matter). Barred actors never get here: see the gate."""

from typing import Protocol

import rules

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


@rules.predicate
def is_system(actor: Actor, _matter: MatterFacts) -> bool:
    """The system itself, in one of its jobs."""
    return actor.kind is ActorKind.SYSTEM


@rules.predicate
def is_petitioner(actor: Actor, matter: MatterFacts) -> bool:
    """Whoever showed this matter's receipt code."""
    return actor.kind is ActorKind.PETITIONER and actor.key == str(matter.pk)


@rules.predicate
def is_handler(actor: Actor, matter: MatterFacts) -> bool:
    """The officer who works on it, while holding a handler's post in the lead unit."""
    return (
        actor.officer_id is not None
        and actor.officer_id == matter.handler_id
        and matter.lead_unit_id in actor.units_as(Role.HANDLER)
    )


@rules.predicate
def is_registrar(actor: Actor, matter: MatterFacts) -> bool:
    """A registrar of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.REGISTRAR)


@rules.predicate
def is_approver(actor: Actor, matter: MatterFacts) -> bool:
    """An approver of the unit that has it."""
    return matter.lead_unit_id in actor.units_as(Role.APPROVER)


@rules.predicate
def is_leader(actor: Actor, matter: MatterFacts) -> bool:
    """A leader of the unit that has it, or of one above."""
    return matter.lead_unit_id in actor.command_unit_ids


_staff = is_registrar | is_approver | is_leader | is_handler

PREDICATES: dict[May, rules.Predicate] = {
    May.RECEIVE: is_registrar | is_approver,
    May.DIRECT: is_registrar | is_approver | is_leader,
    May.WORK: _staff,
    May.HANDLE: is_handler,
    May.APPROVE: is_approver,
    May.PETITION: is_petitioner,
    May.CLOSE: is_registrar | is_approver | is_system,
    May.SYSTEM: is_system,
    May.WRITE_FILE: _staff | is_petitioner,
}


def may(actor: Actor, permission: May, matter: MatterFacts) -> bool:
    """Whether this actor has that permission on this matter."""
    return bool(PREDICATES[permission].test(actor, matter))
