"""The sheet of units. A row is known by its name and the unit above it; a name that is there once may have moved."""

from collections import Counter
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from huiyin.flows.organisation.cells import (
    aliases_read,
    cell_choice,
    cell_needed,
    kept_if_same,
    same_key,
)
from huiyin.flows.organisation.columns import BELOW, BOOLEANS, KINDS, NO, YES, BookSheet
from huiyin.flows.organisation.known import CodedThings, trail_parts
from huiyin.flows.organisation.reading import BookRow, BookTable
from huiyin.flows.organisation.results import RowOutcome, RowState, SheetResult
from huiyin.flows.organisation.rows import ChangeList, Writing, check_once, parents_first, sheet_written
from huiyin.flows.unit_changes import unit_correct, unit_relocate
from huiyin.orgs.consequences import UNIT_MOVED, of_unit_revised
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import UnitView, unit_view
from huiyin.orgs.services import UnitFacts, UnitPlan, unit_create

_TEXTS = ("short_name", "phone", "address", "intro")


class UnitRows:
    """The rows of one sheet of units."""

    def __init__(self, writing: Writing, table: BookTable) -> None:
        """`writing` learns the units that are made."""
        self._writing, self._table = writing, table
        self._units = writing.known.units
        self._seen: dict[object, int] = {}
        self._alike = Counter(same_key(row.get("name")) for row in table.rows)

    def written(self) -> SheetResult:
        """Units that are new, moved or said to be otherwise."""
        order, circles = parents_first(self._table.rows, self._parent_row, row_name)
        return sheet_written(
            self._table, self._handle, order=order, name=row_name, failed=self._units.failed, circles=circles
        )

    def _handle(self, row: BookRow) -> RowOutcome:
        name = cell_needed(BookSheet.UNITS, "name", row.get("name"))
        cell_choice(BookSheet.UNITS, "kind", cell_needed(BookSheet.UNITS, "kind", row.get("kind")), KINDS)
        parent = self._units.find(row.get("parent")) if row.get("parent") else None
        parent_id = parent.id if parent else None
        check_once(self._seen, (parent_id, same_key(name)), row)
        known = self._known(name, parent_id)
        if known is not None:
            return self._change(row, known, parent)
        facts = self._facts(row, UnitFacts(name, UnitKind.OTHER))
        plan = UnitPlan(**{field: getattr(facts, field) for field in UnitFacts.__dataclass_fields__})
        made = unit_create(plan=plan, parent_id=parent_id, actor=self._writing.actor, at=self._writing.at)
        self._units.by_id[made.pk] = UnitView.of(made)
        return RowOutcome(RowState.NEW)

    def _known(self, name: str, parent_id: int | None) -> UnitView | None:
        """The unit that a row speaks of: of this name under this parent, or else the only one of this name."""
        named = self._units.named(name)
        there = [unit for unit in named if unit.parent_id == parent_id]
        if there:
            return there[0]
        # Where a name stands in the sheet twice, or is borne by several, another place makes another unit.
        return named[0] if len(named) == 1 and self._alike[same_key(name)] == 1 else None

    def _change(self, row: BookRow, known: UnitView, parent: UnitView | None) -> RowOutcome:
        actor, at = self._writing.actor, self._writing.at
        changes = ChangeList(self._table)
        asks: list[str] = []
        if changes.has("parent") and known.parent_id != (parent.id if parent else None):
            changes.add("parent", self._units.cell(known.parent_id), parent.name if parent else "")
            unit_relocate(unit_id=known.id, parent_id=parent.id if parent else None, actor=actor, at=at)
            asks.append(gettext(UNIT_MOVED))
        before = UnitFacts.of(known)
        facts = self._facts(row, before)
        for column, was, now in self._differences(before, facts):
            changes.add(column, was, now)
        if facts != before:
            asks += of_unit_revised(known, facts)
            unit_correct(unit_id=known.id, facts=facts, actor=actor, at=at)
        if changes.found:
            self._units.by_id[known.id] = unit_view(unit_id=known.id)
        return RowOutcome.of_changes(changes.found, asks=tuple(asks))

    def _facts(self, row: BookRow, before: UnitFacts) -> UnitFacts:
        """What the row says; what the sheet has no column for stays."""
        columns = self._table.columns
        facts = replace(before, kind=UnitKind(cell_choice(BookSheet.UNITS, "kind", row.get("kind"), KINDS)))
        texts: dict[str, Any] = {
            column: kept_if_same(getattr(before, column), row.get(column)) for column in _TEXTS if column in columns
        }
        facts = replace(facts, **texts)
        if "aliases" in columns:
            given = aliases_read(row.get("aliases"))
            is_same = list(map(same_key, given)) == list(map(same_key, before.aliases))
            facts = replace(facts, aliases=before.aliases if is_same else given)
        if "area" in columns:
            area = row.get("area")
            facts = replace(facts, area_id=self._writing.known.areas.find(area).id if area else None)
        if "independent" in columns:
            independent = cell_choice(BookSheet.UNITS, "independent", row.get("independent"), BOOLEANS) == YES
            facts = replace(facts, independent=independent)
        return facts

    def _differences(self, before: UnitFacts, after: UnitFacts) -> list[tuple[str, str, str]]:
        areas = self._writing.known.areas
        return [
            (column, fact_cell(column, before, areas), fact_cell(column, after, areas)) for column in FACT_COLUMNS
        ]

    def _parent_row(self, row: BookRow) -> BookRow | None:
        """The row of this sheet under which a row stands, if it is one of this sheet."""
        parts = trail_parts(row.get("parent"))
        if not parts:
            return None
        found = [other for other in self._table.rows if same_key(other.get("name")) == parts[-1]]
        if len(found) > 1 and len(parts) > 1:
            found = [other for other in found if trail_parts(other.get("parent"))[-1:] == [parts[-2]]]
        if not found and len(parts) == 1:
            found = [other for other in self._table.rows if parts[0] in _other_names(other)]
        return found[0] if len(found) == 1 else None


FACT_COLUMNS = ("kind", "short_name", "aliases", "area", "independent", "phone", "address", "intro")


def fact_cell(column: str, facts: UnitFacts, areas: CodedThings) -> str:
    """A fact as its column says it."""
    match column:
        case "area":
            return areas.cell(facts.area_id)
        case "kind":
            return KINDS[facts.kind.value][0]
        case "independent":
            return YES if facts.independent else NO
        case "aliases":
            return "、".join(facts.aliases)
        case _:
            return str(getattr(facts, column))


def row_name(row: BookRow) -> str:
    """What a row is about, with the unit above it."""
    return BELOW.join(filter(None, (row.get("parent"), row.get("name"))))


def _other_names(row: BookRow) -> set[str]:
    return set(map(same_key, (row.get("short_name"), *aliases_read(row.get("aliases"))))) - {""}
