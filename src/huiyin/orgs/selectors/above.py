"""Who stands above two units at once."""

from huiyin.orgs.selectors.units import chain_of


def common_superior(*, unit_id: int, other_id: int) -> int | None:
    """The nearest unit above both, none of the two itself; None when no chain of command joins them.

    Raises UnitNotThere.
    """
    others = {unit.id for unit in chain_of(unit_id=other_id)}
    chain = [unit.id for unit in chain_of(unit_id=unit_id)]
    # A unit may stand above the other: then it is a party itself and can't settle what is between them (条例 Art 24).
    return next((above for above in chain if above in others and above not in (unit_id, other_id)), None)
