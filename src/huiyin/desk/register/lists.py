"""What the registrar can choose from by typing: areas, categories, units. Each is read when it is first needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import clean_line
from huiyin.orgs.selectors import (
    AreaView,
    CategoryView,
    area_tree,
    areas_depth_first,
    categories_depth_first,
    category_tree,
    unit_names,
    unit_tree,
    units_depth_first,
)


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """Something to choose, by its trail (`住房建设 / 供水 / 水质`)."""

    id: int
    name: str
    trail: str

    @classmethod
    def of(cls, view: AreaView | CategoryView) -> Self:
        """An area or a category."""
        return cls(view.id, view.name, view.trail)


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
        return tuple(unit.name for unit in units_depth_first(unit_tree()))

    def area(self, text: str) -> NamedChoice | None:
        """The area that was typed or chosen."""
        return named_match(text, self.areas) if text else None

    def category(self, text: str) -> NamedChoice | None:
        """The category that was typed or chosen."""
        return named_match(text, self.categories) if text else None


def areas_to_choose() -> tuple[NamedChoice, ...]:
    """All areas, by their place in the tree."""
    return tuple(NamedChoice.of(area) for area in areas_depth_first(area_tree()))


def categories_to_choose() -> tuple[NamedChoice, ...]:
    """All categories in use."""
    return tuple(NamedChoice.of(category) for category in categories_depth_first(category_tree()))


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
