"""Returns as a spreadsheet: a line a unit, and a line a return. Numbers stay numbers."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.kernel.cells import inert_row
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.returns.selectors import RollUp, UnitLine

Cell = str | int | None


def rollup_workbook_write(*, found: RollUp, target: IO[bytes]) -> None:
    """Two sheets, in the reader's language: the units with their sums, and the single returns."""
    book = Workbook(write_only=True)
    units = book.create_sheet(_("汇总"))
    for row in (unit_heading(found), *unit_rows(found)):
        units.append(inert_row(row))
    slots = book.create_sheet(_("逐期"))
    for row in (slot_heading(found), *slot_rows(found)):
        slots.append(inert_row(row))
    book.save(target)


def unit_heading(found: RollUp) -> list[Cell]:
    """The names of the columns of the sums."""
    figures = [_("应报"), _("按时"), _("迟报"), _("未报"), _("按时率"), _("报无事"), _("有更正"), _("事后发现")]
    return [_("单位"), *figures, *(_(field.label) for field in found.fields)]


def unit_rows(found: RollUp) -> Iterator[list[Cell]]:
    """A line a unit, and the sum of all as the last one."""
    for line in found.units:
        yield [line.unit, *_figures(line)]
    yield [_("合计"), *_figures(found.total)]


def slot_heading(found: RollUp) -> list[Cell]:
    """The names of the columns of single returns; an import reads them again."""
    fixed = [_("单位"), _("应报时间"), _("情况"), _("报来时间")]
    return [*fixed, *(_(field.label) for field in found.fields), _("其他情况")]


def slot_rows(found: RollUp) -> Iterator[list[Cell]]:
    """A line a return."""
    for line in found.slots:
        yield [
            line.unit,
            stamp(line.due_at),
            line.standing_label,
            stamp(line.reported_at),
            *line.counts,
            line.note,
        ]


def stamp(at: datetime | None) -> str:
    """An instant on the office's clock, to the minute."""
    # One of the forms that return_import reads: an export can be brought in again.
    return f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}" if at else ""


def _figures(line: UnitLine) -> Sequence[Cell]:
    counts = [line.due, line.in_time, line.late, line.missing]
    return [*counts, line.rate, line.nothing, line.corrected, line.found_later, *line.sums]
