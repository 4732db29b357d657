"""Lines of the records as CSV, for a spreadsheet; without places, as on the page."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from huiyin.desk.records.lines import EntryLine, OpeningLine
from huiyin.kernel.cells import csv_text
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.kernel.time import OFFICE_ZONE

ENTRY_COLUMNS = (N_("时间"), N_("什么事"), N_("代码"), N_("关于"), N_("经手"), N_("内容已依法删除"))
OPENING_COLUMNS = (N_("时间"), N_("单位"), N_("工作人员"), N_("用途"), N_("事项编号"))


def table_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated, with a mark by which spreadsheets know UTF-8; no cell becomes a formula."""
    return csv_text([[_(column) for column in columns], *rows])


def entry_rows(lines: Iterable[EntryLine]) -> Iterator[tuple[str, ...]]:
    """As ENTRY_COLUMNS."""
    for line in lines:
        at = line.at.astimezone(OFFICE_ZONE).isoformat(timespec="seconds")
        yield at, line.kind, line.code, line.subject, line.actor, _("是") if line.is_erased else ""


def opening_rows(lines: Iterable[OpeningLine]) -> Iterator[tuple[str, ...]]:
    """As OPENING_COLUMNS."""
    for line in lines:
        number = format_matter_number(line.number) if line.number else _("接访预约")
        at = line.at.astimezone(OFFICE_ZONE).isoformat(timespec="seconds")
        yield at, line.office, line.officer, line.purpose, number
