"""Trees flattened for lists and for fields that choose."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huiyin.orgs.selectors import (
    AreaNode,
    CategoryNode,
    UnitNode,
    UnitView,
    areas_depth_first,
    categories_depth_first,
)


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A unit in the list; `level` counts from 0."""

    unit: UnitView
    level: int


def unit_lines(nodes: Iterable[UnitNode], level: int = 0) -> Iterator[TreeLine]:
    """Depth first, as a reader goes down a tree."""
    for node in nodes:
        yield TreeLine(node.unit, level)
        yield from unit_lines(node.children, level + 1)


def unit_options(nodes: Iterable[UnitNode]) -> list[tuple[str, str]]:
    """Units to choose from, each set in by its level."""
    return [(str(line.unit.id), "　" * line.level + line.unit.name) for line in unit_lines(nodes)]


def area_options(nodes: Iterable[AreaNode]) -> list[tuple[str, str]]:
    """Areas to choose from, each with its way from the root."""
    return [(str(area.id), area.trail) for area in areas_depth_first(nodes)]


def category_options(nodes: Iterable[CategoryNode]) -> list[tuple[str, str]]:
    """Categories to choose from, each with its way from the first level."""
    return [(str(category.id), category.trail) for category in categories_depth_first(nodes)]
