"""What leaders, as holders of an office, have read and written in a year, as a table."""

from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.kernel.cells import csv_text, inert_row
from huiyin.matters.reading.selectors import LeaderCount

Cell = str | int


def leader_csv(rows: Sequence[LeaderCount]) -> str:
    """A line a leader, in the reader's language."""
    return csv_text(_lines(rows))


def leader_workbook_write(*, rows: Sequence[LeaderCount], target: IO[bytes]) -> None:
    """The same as a spreadsheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("领导阅批"))
    for line in _lines(rows):
        sheet.append(inert_row(line))
    book.save(target)


def _lines(rows: Sequence[LeaderCount]) -> Iterator[list[Cell]]:
    yield [_("单位"), _("领导"), _("阅"), _("批示"), _("到期应报告"), _("按时报告"), _("按时率")]
    for row in rows:
        yield [row.unit, row.name, row.read, row.remarks, row.due, row.in_time, row.rate]
