"""Whom the tray of leaders, and the count of what they did, concern."""

from huiyin.kernel.actor import UNIT_MANAGERS, Actor


def may_count_readings(actor: Actor) -> bool:
    """Whoever answers for a unit sees what its leaders, as holders of an office, have read and written."""
    return actor.holds(*UNIT_MANAGERS)
