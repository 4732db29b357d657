"""The four lists of tasks on paper and in a spreadsheet: what a page shows, whole."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.documents.letters import letter_pdf
from huiyin.documents.letters.content import LetterContent, Section
from huiyin.kernel.cells import inert
from huiyin.kernel.text import N_, xml_text
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.tasks.selectors.lists import TaskOrder, TaskRow


class _TaskColumn(NamedTuple):
    """One column; `on_paper`: there is room for it there, too."""

    heading: str
    cell: Callable[[TaskRow], str]
    on_paper: bool = True


def _due(row: TaskRow) -> str:
    return f"{row.due_at.astimezone(OFFICE_ZONE):{'%Y-%m-%d %H:%M' if row.has_time else '%Y-%m-%d'}}"


def _who(row: TaskRow) -> str:
    return f"{row.unit} {row.officer}".strip()


def _state(row: TaskRow) -> str:
    return f"{row.state_label}{_('，超期')}" if row.is_late else row.state_label


_TASK = _TaskColumn(N_("任务"), lambda row: row.text)
_ORIGIN = _TaskColumn(N_("来源"), lambda row: f"{row.origin_label} {row.origin}".strip())
_WHO = _TaskColumn(N_("责任单位和责任人"), _who)
_DUE = _TaskColumn(N_("时限"), _due)
_STATE = _TaskColumn(N_("情况"), _state)
_REST = (
    _TaskColumn(N_("编号"), lambda row: row.reference, on_paper=False),
    _TaskColumn(N_("交办单位"), lambda row: row.from_unit, on_paper=False),
    _TaskColumn(N_("交办日期"), lambda row: f"{row.given_at.astimezone(OFFICE_ZONE):%Y-%m-%d}", on_paper=False),
    _TaskColumn(N_("完成情况"), lambda row: row.done_note, on_paper=False),
)
# Each list begins with what it is a list of.
_COLUMNS = {
    TaskOrder.DUE: (_DUE, _TASK, _WHO, _ORIGIN, _STATE, *_REST),
    TaskOrder.ORIGIN: (_ORIGIN, _TASK, _WHO, _DUE, _STATE, *_REST),
    TaskOrder.TASK: (_TASK, _WHO, _DUE, _ORIGIN, _STATE, *_REST),
    TaskOrder.UNIT: (_WHO, _TASK, _DUE, _ORIGIN, _STATE, *_REST),
}


def task_workbook(rows: Sequence[TaskRow], *, order: TaskOrder, title: str) -> bytes:
    """An XLSX file, in the reader's language."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    columns = _COLUMNS[order]
    sheet.append([_(column.heading) for column in columns])
    for row in rows:
        sheet.append([xml_text(inert(column.cell(row))) for column in columns])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def task_annex(rows: Sequence[TaskRow], *, order: TaskOrder, title: str, unit: str, on: date) -> bytes:
    """A PDF to be laid behind a letter. Raises PrintBusy, PrintStuck, PrintFailed, FontMissing."""
    columns = [column for column in _COLUMNS[order] if column.on_paper]
    table = (
        tuple(_(column.heading) for column in columns),
        *(tuple(column.cell(row) for column in columns) for row in rows),
    )
    heading = _("共 %(count)s 项") % {"count": len(rows)}
    content = LetterContent(
        code="annex", title=_("附件：%(title)s") % {"title": title}, unit=unit, issued_on=on,
        sections=(Section(heading, table=table),),
    )  # fmt: skip
    return letter_pdf(content)
