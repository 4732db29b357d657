"""For whom there are returns at the desk."""

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role


def may_report(actor: Actor) -> bool:
    """Whether this officer's units owe or receive returns: their managers and handlers."""
    return actor.holds(*UNIT_MANAGERS, Role.HANDLER)
