"""Whom reports to those above concern."""

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role


def may_report_up(actor: Actor) -> bool:
    """Whoever works on matters, or answers for a unit that does."""
    return actor.holds(*UNIT_MANAGERS, Role.HANDLER)
