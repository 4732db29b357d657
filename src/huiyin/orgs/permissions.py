"""Who may change the organisation: predicates over an Actor, composable with `&`, `|` and `~`."""

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.predicates import Predicate


@Predicate
def is_officer(actor: Actor) -> bool:
    """Signed in as an officer."""
    return actor.kind is ActorKind.OFFICER


@Predicate
def is_system(actor: Actor) -> bool:
    """One of the system's own jobs."""
    return actor.kind is ActorKind.SYSTEM


@Predicate
def is_administrator(actor: Actor) -> bool:
    """Holds an administrator's post anywhere."""
    return actor.kind is ActorKind.OFFICER and actor.holds(Role.ADMINISTRATOR)


@Predicate
def is_leader(actor: Actor) -> bool:
    """Holds a leader's post anywhere."""
    return actor.kind is ActorKind.OFFICER and actor.holds(Role.LEADER)


may_arrange = is_administrator | is_system


def may_name_text_editors(actor: Actor, unit_id: int) -> bool:
    """Whether the actor says who edits a unit's text modules: whoever leads it, or an administrator."""
    return may_arrange(actor) or (actor.kind is ActorKind.OFFICER and unit_id in actor.command_unit_ids)


def demand_may_arrange(actor: Actor) -> None:
    """Stop everybody but administrators and the system. Raises NotAllowed."""
    if not may_arrange(actor):
        raise NotAllowed
