"""Whom supervision concerns."""

from huiyin.kernel.actor import Actor, Role


def may_supervise(actor: Actor) -> bool:
    """Whether demands and recommendations concern this officer: somebody in charge of a unit."""
    return actor.holds(Role.REGISTRAR, Role.APPROVER, Role.LEADER)


def may_sponsor(actor: Actor) -> bool:
    """Whether this officer may answer for matters in person, or commands somebody who does."""
    return actor.holds(Role.LEADER)


def may_call_back(actor: Actor) -> bool:
    """Whether this officer may have to call somebody back."""
    return actor.holds(Role.REGISTRAR, Role.HANDLER)
