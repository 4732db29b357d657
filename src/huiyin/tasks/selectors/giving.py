"""Who may give tasks to whom."""

from huiyin.kernel.actor import UNIT_MANAGERS, UNIT_STAFF, Actor
from huiyin.orgs.selectors import OfficerView, chain_of, officers_of_unit, unit_is_active


def giving_units(actor: Actor) -> frozenset[int]:
    """The units for which an officer may give tasks."""
    return actor.units_as(*UNIT_MANAGERS)


def unit_is_below(*, unit_id: int, above_id: int) -> bool:
    """Whether the unit is that one or is commanded by it, and is open. Raises UnitNotThere."""
    return unit_is_active(unit_id=unit_id) and above_id in {unit.id for unit in chain_of(unit_id=unit_id)}


def staff_of(unit_id: int) -> list[OfficerView]:
    """Who may be given a task in a unit."""
    return officers_of_unit(unit_id=unit_id, roles=UNIT_STAFF)


def officer_works_in(*, officer_id: int, unit_id: int) -> bool:
    """Whether the officer does the work of that unit."""
    return any(officer.id == officer_id for officer in staff_of(unit_id))
