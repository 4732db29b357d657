"""What the registrar can choose from by typing: areas, categories, units. Each is read when it is first needed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import clean_line
from huiyin.orgs.selectors import (
    AreaNode,
    CategoryNode,
    UnitNode,
    area_tree,
    category_tree,
    unit_names,
    unit_tree,
)


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """Something to choose, by its trail (`住房建设 / 供水 / 水质`)."""

    id: int
    name: str
    trail: str


class Lists:
    """The lists of one request."""

    def __init__(self, actor: Actor) -> None:
        """For this officer."""
        self._actor = actor

    @property
    def own_unit_ids(self) -> tuple[int, ...]:
        """The units at which this officer may register."""
        return tuple(sorted(self._actor.units_as(Role.REGISTRAR)))

    @cached_property
    def own_units(self) -> dict[int, str]:
        """The same with their names."""
        return unit_names(unit_ids=self.own_unit_ids)

    @cached_property
    def areas(self) -> tuple[NamedChoice, ...]:
        """All areas, by their place in the tree."""
        return areas_to_choose()

    @cached_property
    def categories(self) -> tuple[NamedChoice, ...]:
        """All categories in use."""
        return categories_to_choose()

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The names of all open units."""
        return tuple(_units(unit_tree()))

    def area(self, text: str) -> NamedChoice | None:
        """The area that was typed or chosen."""
        return named_match(text, self.areas) if text else None

    def category(self, text: str) -> NamedChoice | None:
        """The category that was typed or chosen."""
        return named_match(text, self.categories) if text else None


def areas_to_choose() -> tuple[NamedChoice, ...]:
    """All areas, by their place in the tree."""
    return tuple(_areas(area_tree()))


def categories_to_choose() -> tuple[NamedChoice, ...]:
    """All categories in use."""
    return tuple(_categories(category_tree()))


def named_match(text: str, named: Iterable[NamedChoice]) -> NamedChoice | None:
    """By the whole trail, else by a name that only one has, else by a part that only one trail has."""
    words = clean_line(text)
    found = list(named)
    for fits in (
        [choice for choice in found if choice.trail == words],
        [choice for choice in found if choice.name == words],
        [choice for choice in found if words in choice.trail],
    ):
        # Where several fit nothing is guessed; the registrar is asked.
        if len(fits) == 1:
            return fits[0]
    return None


def _areas(nodes: Iterable[AreaNode]) -> Iterator[NamedChoice]:
    for node in nodes:
        yield NamedChoice(node.area.id, node.area.name, node.area.trail)
        yield from _areas(node.children)


def _categories(nodes: Iterable[CategoryNode]) -> Iterator[NamedChoice]:
    for node in nodes:
        yield NamedChoice(node.category.id, node.category.name, node.category.trail)
        yield from _categories(node.children)


def _units(nodes: Iterable[UnitNode]) -> Iterator[str]:
    for node in nodes:
        yield node.unit.name
        yield from _units(node.children)
