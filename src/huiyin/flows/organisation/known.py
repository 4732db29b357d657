"""What is there while a workbook is written, by the names that its cells may use; rows that were written join it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from huiyin.flows.organisation.cells import same_key
from huiyin.flows.organisation.columns import BELOW, PLANS, BookSheet
from huiyin.flows.organisation.errors import (
    AreaCellUnknown,
    CategoryCellUnknown,
    NameShared,
    OfficerCellUnknown,
    OfficerShut,
    RowRefersWrong,
    UnitCellUnknown,
)
from huiyin.kernel.errors import BadInput
from huiyin.orgs.selectors import (
    AreaView,
    CategoryView,
    OfficerView,
    UnitView,
    area_tree,
    areas_depth_first,
    categories_depth_first,
    category_tree,
    officers_list,
    unit_tree,
    units_depth_first,
)

_OFFICERS_MOST = 100_000
_UNKNOWN: dict[BookSheet, type[BadInput]] = {
    BookSheet.AREAS: AreaCellUnknown,
    BookSheet.CATEGORIES: CategoryCellUnknown,
}


@dataclass(slots=True)
class CodedThings:
    """Areas or categories. `failed`: codes and names of rows that couldn't be written, with their numbers."""

    sheet: BookSheet
    by_id: "dict[int, AreaView | CategoryView]" = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    def by_code(self, code: str) -> "AreaView | CategoryView | None":
        """What has this code."""
        wanted = same_key(code)
        return next((view for view in self.by_id.values() if same_key(view.code) == wanted), None)

    def find(self, text: str) -> "AreaView | CategoryView":
        """What has this code, else this name. Raises NameShared, RowRefersWrong and as `_UNKNOWN` says."""
        if found := self.by_code(text):
            return found
        wanted = same_key(text)
        # A row that couldn't be written comes before another thing of the same name: it may be the one that is meant.
        check_not_failed(self.sheet, text, self.failed)
        named = [view for view in self.by_id.values() if same_key(view.name) == wanted]
        if len(named) > 1:
            raise NameShared(name=text, count=len(named))
        if not named:
            raise _UNKNOWN[self.sheet](name=text)
        return named[0]

    def cell(self, found_id: int | None) -> str:
        """How a cell names it: by its name where that is enough, else by its code."""
        if found_id is None or found_id not in self.by_id:
            return ""
        view = self.by_id[found_id]
        alike = [
            other
            for other in self.by_id.values()
            if same_key(view.name) in {same_key(other.name), same_key(other.code)}
        ]
        return view.name if len(alike) == 1 else view.code


@dataclass(slots=True)
class KnownUnits:
    """The open units. `failed` as with areas."""

    by_id: dict[int, UnitView] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    def named(self, name: str) -> list[UnitView]:
        """The units of just this name."""
        wanted = same_key(name)
        return [unit for unit in self.by_id.values() if same_key(unit.name) == wanted]

    def find(self, text: str) -> UnitView:
        """By name, with names above it before it or not; else by a short name or an alias.

        Raises UnitCellUnknown, NameShared, RowRefersWrong.
        """
        parts = trail_parts(text)
        if not parts:
            raise UnitCellUnknown(name=text)
        found = [unit for unit in self.by_id.values() if self._fits(unit, parts)]
        if not found:
            check_not_failed(BookSheet.UNITS, text, self.failed)
            wanted = same_key(text)
            found = [
                unit for unit in self.by_id.values() if wanted in map(same_key, (unit.short_name, *unit.aliases))
            ]
        if len(found) > 1:
            # “县政府/办公室” is one unit though it is above the office of a bureau, too: the whole trail says it.
            whole = [unit for unit in found if list(self._trail(unit)) == parts]
            found = whole if len(whole) == 1 else found
        if len(found) > 1:
            raise NameShared(name=text, count=len(found))
        if not found:
            raise UnitCellUnknown(name=text)
        return found[0]

    def cell(self, unit_id: int | None) -> str:
        """How a cell names it: by its name where that is enough, else with all names above it."""
        if unit_id is None or unit_id not in self.by_id:
            return ""
        unit = self.by_id[unit_id]
        if len(self.named(unit.name)) == 1:
            return unit.name
        return BELOW.join(above.name for above in reversed(list(self._upwards(unit))))

    def _fits(self, unit: UnitView, parts: Sequence[str]) -> bool:
        """Whether the unit has the last of these names, and those above it the ones before."""
        upwards = [same_key(above.name) for above in self._upwards(unit)]
        return upwards[: len(parts)] == list(reversed(parts))

    def _trail(self, unit: UnitView) -> Iterator[str]:
        return reversed([same_key(above.name) for above in self._upwards(unit)])

    def _upwards(self, unit: UnitView) -> Iterator[UnitView]:
        above: UnitView | None = unit
        while above is not None:
            yield above
            above = self.by_id.get(above.parent_id or 0)


@dataclass(slots=True)
class KnownOrganisation:
    """Everything, as it is at this moment of the writing."""

    areas: CodedThings
    categories: CodedThings
    units: KnownUnits
    officers: dict[str, OfficerView]
    failed_officers: dict[str, int] = field(default_factory=dict)

    def officer(self, text: str) -> OfficerView:
        """By the name for signing in. Raises OfficerCellUnknown, OfficerShut, RowRefersWrong."""
        found = self.officers.get(same_key(text))
        if found is None:
            check_not_failed(BookSheet.OFFICERS, text, self.failed_officers)
            raise OfficerCellUnknown(name=text)
        if not found.is_active:
            raise OfficerShut(name=found.username)
        return found


def known_now() -> KnownOrganisation:
    """Read all of it, in four statements."""
    return KnownOrganisation(
        CodedThings(BookSheet.AREAS, {area.id: area for area in areas_depth_first(area_tree())}),
        CodedThings(BookSheet.CATEGORIES, {found.id: found for found in categories_depth_first(category_tree())}),
        KnownUnits({unit.id: unit for unit in units_depth_first(unit_tree())}),
        {same_key(officer.username): officer for officer in officers_list(limit=_OFFICERS_MOST)},
    )


def check_not_failed(sheet: BookSheet, text: str, failed: dict[str, int]) -> None:
    """Stop where a cell names what another row couldn't make. Raises RowRefersWrong."""
    number = failed.get(same_key(text))
    if number is not None:
        raise RowRefersWrong(name=text, sheet=PLANS[sheet].title, number=number)


def trail_parts(text: str) -> list[str]:
    """“县教育局/办公室” as the names in it, in the form in which they are compared."""
    return [same_key(part) for part in text.split(BELOW) if part.strip()]
