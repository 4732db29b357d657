"""What the names in `TaskPermission` mean, as predicates over (actor, task)."""

from huiyin.kernel.actor import UNIT_MANAGERS, UNIT_STAFF, Actor, ActorKind
from huiyin.kernel.predicates import Predicate
from huiyin.tasks.models import Task
from huiyin.tasks.rules.moves import TaskPermission


def acts_for(actor: Actor) -> frozenset[int]:
    """The officers in whose place the actor acts: the actor, and those who are away."""
    own = actor.officer_id
    return actor.stands_for | ({own} if own else frozenset())


@Predicate
def is_unit_manager(actor: Actor, task: Task) -> bool:
    """Whoever gives work out in the unit that has it."""
    return task.unit_id in actor.units_as(*UNIT_MANAGERS)


@Predicate
def does_it(actor: Actor, task: Task) -> bool:
    """The officer who has it, or while nobody has it anybody who works in the unit."""
    if task.unit_id not in actor.units_as(*UNIT_STAFF):
        return False
    return task.officer_id is None or task.officer_id in acts_for(actor)


@Predicate
def is_giver(actor: Actor, task: Task) -> bool:
    """Whoever gives work out in the unit that gave it, or gave it and still works there."""
    if task.from_unit_id in actor.units_as(*UNIT_MANAGERS):
        return True
    return task.given_by in acts_for(actor) and task.from_unit_id in actor.units_as(*UNIT_STAFF)


@Predicate
def is_system(actor: Actor, _task: Task) -> bool:
    """The system itself, in one of its jobs."""
    return actor.kind is ActorKind.SYSTEM


@Predicate
def assists(actor: Actor, task: Task) -> bool:
    """Whoever works in a unit that helps."""
    units = actor.units_as(*UNIT_STAFF)
    return bool(units) and task.assisting.filter(unit__in=sorted(units)).exists()


_WORKS = does_it | is_unit_manager

PREDICATES = {
    TaskPermission.WORK: _WORKS,
    TaskPermission.MANAGE: is_unit_manager,
    TaskPermission.GIVE: is_giver,
    TaskPermission.PROVE: _WORKS | assists,
    TaskPermission.SYSTEM: is_system,
}


def may(actor: Actor, permission: TaskPermission, task: Task) -> bool:
    """Whether this actor has that permission on this task."""
    return PREDICATES[permission](actor, task)
