"""The rate of reports to those above as a table: a line a unit. It measures units; nobody who complained is in it."""

from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.kernel.cells import csv_text, inert_row
from huiyin.kernel.ids import format_matter_number
from huiyin.matters.instruction.rules import ReportCount
from huiyin.matters.instruction.selectors.lists import ReportOwedRow, UnitReports, total_of

Cell = str | int


def rate_csv(lines: Sequence[UnitReports]) -> str:
    """The units and their sum, in the reader's language."""
    return csv_text(rate_rows(lines))


def rate_workbook_write(*, lines: Sequence[UnitReports], behind: Sequence[ReportOwedRow], target: IO[bytes]) -> None:
    """Two sheets: the units, and the single reports that came late or are missing."""
    book = Workbook(write_only=True)
    units = book.create_sheet(_("报结率"))
    for row in rate_rows(lines):
        units.append(inert_row(row))
    single = book.create_sheet(_("没有按时的"))
    for line in _behind_rows(behind):
        single.append(inert_row(line))
    book.save(target)


def rate_rows(lines: Sequence[UnitReports]) -> Iterator[list[Cell]]:
    """The names of the columns, a line a unit, the sum."""
    yield [_("单位"), _("应报结"), _("按时"), _("逾期报结"), _("到期未报"), _("没到期"), _("报结率")]
    for line in lines:
        yield [line.unit, *_figures(line.count)]
    yield [_("合计"), *_figures(total_of(lines))]


def _figures(count: ReportCount) -> list[Cell]:
    return [count.due, count.in_time, count.late, count.missing, count.ahead, count.rate]


def instruction_lines(rows: Sequence[ReportOwedRow]) -> Iterator[list[Cell]]:
    """The names of the columns, and a line an instruction with how its report stands."""
    yield [
        _("事项编号"), _("标题"), _("交办机关"), _("来文文号"), _("承办单位"), _("登记单位"), _("上报期限"),
        _("报结日期"), _("到了哪一步"), _("按时不按时"),
    ]  # fmt: skip
    for row in rows:
        yield [
            format_matter_number(row.number), row.title, row.issuer, row.document_number, row.unit, row.office,
            row.due_on.isoformat(), row.reported_on.isoformat() if row.reported_on else "", row.stage_label,
            row.standing_label,
        ]  # fmt: skip


def _behind_rows(rows: Sequence[ReportOwedRow]) -> Iterator[list[Cell]]:
    yield [_("事项编号"), _("标题"), _("交办机关"), _("来文文号"), _("承办单位"), _("上报期限"), _("报结日期")]
    for row in rows:
        reported = row.reported_on.isoformat() if row.reported_on else ""
        yield [
            format_matter_number(row.number), row.title, row.issuer, row.document_number, row.unit,
            row.due_on.isoformat(), reported,
        ]  # fmt: skip
