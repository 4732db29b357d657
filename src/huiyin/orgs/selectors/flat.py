"""Trees as a reader goes down them: each node before those below it."""

from collections.abc import Iterable, Iterator

from huiyin.orgs.selectors.views import AreaNode, AreaView, CategoryNode, CategoryView, UnitNode, UnitView


def areas_depth_first(nodes: Iterable[AreaNode]) -> Iterator[AreaView]:
    """All areas of a tree."""
    for node in nodes:
        yield node.area
        yield from areas_depth_first(node.children)


def categories_depth_first(nodes: Iterable[CategoryNode]) -> Iterator[CategoryView]:
    """All categories of a tree."""
    for node in nodes:
        yield node.category
        yield from categories_depth_first(node.children)


def units_depth_first(nodes: Iterable[UnitNode]) -> Iterator[UnitView]:
    """All units of a tree."""
    for node in nodes:
        yield node.unit
        yield from units_depth_first(node.children)
