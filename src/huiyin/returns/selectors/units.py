"""The units that can owe another one returns."""

from huiyin.orgs.selectors import UnitNode, UnitView, unit_tree


def units_commanded_by(*, unit_id: int) -> dict[int, UnitView]:
    """The open units below this one, down to where an independent unit begins, in the order of the tree."""
    found: dict[int, UnitView] = {}
    for node in unit_tree():
        _gather(node, unit_id, False, found)
    return found


def _gather(node: UnitNode, unit_id: int, is_below: bool, found: dict[int, UnitView]) -> None:
    if is_below and not node.unit.independent:
        found[node.unit.id] = node.unit
    # An independent unit is commanded by nobody, but may command others.
    below = node.unit.id == unit_id or (is_below and not node.unit.independent)
    for child in node.children:
        _gather(child, unit_id, below, found)
