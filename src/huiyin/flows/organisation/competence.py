"""The sheet of competence: a row is known by its category and area, and says which unit it belongs to."""

from django.utils.translation import gettext

from huiyin.flows.organisation.cells import cell_needed, same_key
from huiyin.flows.organisation.columns import ALL, BookSheet
from huiyin.flows.organisation.known import CodedThings
from huiyin.flows.organisation.reading import BookRow, BookTable
from huiyin.flows.organisation.results import RowOutcome, RowState, SheetResult
from huiyin.flows.organisation.rows import ChangeList, Writing, check_once, sheet_written
from huiyin.orgs.selectors import competence_views
from huiyin.orgs.services import CompetencePlan, competence_set

_EVERY = frozenset(map(same_key, ALL))


def competence_written(writing: Writing, table: BookTable) -> SheetResult:
    """Competence that is new, or another unit's."""
    known = writing.known
    units = {(view.category_id, view.area_id): view for view in competence_views()}
    seen: dict[object, int] = {}

    def handle(row: BookRow) -> RowOutcome:
        category_id = _id(known.categories, row.get("category"))
        area_id = _id(known.areas, row.get("area"))
        unit = known.units.find(cell_needed(BookSheet.COMPETENCE, "unit", row.get("unit")))
        check_once(seen, (category_id, area_id), row)
        before = units.get((category_id, area_id))
        if before is not None and before.unit_id == unit.id:
            return RowOutcome(RowState.SAME)
        competence_set(plan=CompetencePlan(unit.id, category_id, area_id), actor=writing.actor, at=writing.at)
        if before is None:
            return RowOutcome(RowState.NEW)
        changes = ChangeList(table)
        # A unit that is closed has no cell of its own, and its name is all that is left to say.
        changes.add("unit", known.units.cell(before.unit_id) or before.unit, known.units.cell(unit.id))
        ask = gettext("现在归“%(unit)s”。改了以后，新的事项建议交给新的单位，已经在办的不变。")
        return RowOutcome.of_changes(changes.found, asks=(ask % {"unit": before.unit},))

    return sheet_written(table, handle, order=table.rows, name=row_name)


def _id(things: CodedThings, text: str) -> int | None:
    return None if same_key(text) in _EVERY else things.find(text).id


def row_name(row: BookRow) -> str:
    """What a row is about; nothing in a cell stands for every one."""
    return " · ".join((row.get("category") or gettext("所有类别"), row.get("area") or gettext("所有地方")))
