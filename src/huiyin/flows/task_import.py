"""Tasks from a file: good rows are given, bad ones named, nothing else held up; nothing is given twice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.flows.list_file import ListEmpty, RefusedRow, cell_at, column_places, header_rule, list_on_disk
from huiyin.intake.importing.cells import Cell, SourceRow, as_text
from huiyin.intake.importing.instants import Instants
from huiyin.intake.importing.source import OpenedSource, open_source
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.text import clean_line
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.orgs.selectors import unit_by_name
from huiyin.orgs.selectors.officers import officer_id_named
from huiyin.tasks.rules.errors import TaskGivenConflict, TaskOfficerRequired, TaskReferenceConflict, TaskUnitRequired
from huiyin.tasks.selectors.giving import staff_of
from huiyin.tasks.services import TaskDraft, task_give

# What the columns are called; the first name is the one of the empty form.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": ("编号", "文号", "number"),
    "text": ("任务", "任务内容", "事项", "task"),
    "unit": ("承办单位", "责任单位", "单位", "unit"),
    "officer": ("承办人", "责任人", "承办人账号", "责任人账号", "账号", "officer"),
    "due": ("期限", "时限", "完成时限", "完成期限", "due"),
    "assisting": ("协助单位", "配合单位", "assisting"),
}
_NEEDED = ("text", "unit", "due")
_EXAMPLE = (
    "示例-1",
    "排查老旧小区电梯，列出清单。",
    "县住建局",
    "",
    "2027-03-31 17:30",
    "县市场监管局、县应急管理局",
)
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
# “12月31日前” names the last day; “12.1” may once have been “12.10”, so it is no day.
_BEFORE = re.compile(r"(?:之|以)?前$")
_MONTH_AND_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_DUE = Instants([f"{day}{hour}" for day in _DAYS for hour in ("", " %H:%M", " %H:%M:%S")], OFFICE_ZONE)


class TaskDayUnreadable(BadInput):
    """The day can't be read."""

    sentence = "看不懂期限“%(value)s”，请写成 2027-03-31 或者 2027-03-31 17:30。"
    field = "due"


@dataclass(frozen=True, slots=True)
class TaskImportReport:
    """How it went: tasks given, rows that had been given before, rows refused."""

    given: int
    before: int
    refused: tuple[RefusedRow, ...]


def task_form_workbook() -> bytes:
    """An empty form to fill in, with one example."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("任务"))
    sheet.append([names[0] for names in _COLUMNS.values()])
    sheet.append(list(_EXAMPLE))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def task_file_import(*, actor: Actor, content: BinaryIO, name: str, at: datetime) -> TaskImportReport:
    """As tasks_import, of a file that was sent. It lies on the disk, readable by us alone, while it is read."""
    with list_on_disk(content, name) as path:
        return tasks_import(actor=actor, path=path, at=at)


def tasks_import(*, actor: Actor, path: Path, at: datetime, from_unit_id: int | None = None) -> TaskImportReport:
    """Read a CSV or XLSX list and give every task on it, each in a transaction of its own.

    A row whose number the giving unit has used before, or that says what an open task without a number says, is left
    out: the same list can be sent again. Raises SourceUnreadable, ListColumnMissing, ListEmpty, ColumnTwice,
    GivingNotAllowed.
    """
    source = open_source(path, rule=header_rule(_COLUMNS, _NEEDED))
    with OpenedSource(source):
        places = column_places(source.header, _COLUMNS, needed=_NEEDED)
        rows = [row for row in source.rows() if row.refusal or _is_filled(row, places)]
    if not rows:
        raise ListEmpty
    given, before, refused = 0, 0, []
    for row in rows:
        try:
            task_give(actor=actor, draft=_draft(row, places, from_unit_id, office_day(at)), at=at)
            given += 1
        # These are conflicts too, so they come first: a list that is sent again must not read as all refused.
        except (TaskReferenceConflict, TaskGivenConflict):
            before += 1
        except (BadInput, Conflict) as refusal:
            refused.append(RefusedRow(row.number, refusal))
    return TaskImportReport(given, before, tuple(refused))


def _is_filled(row: SourceRow, places: Mapping[str, int]) -> bool:
    return any(as_text(cell_at(row, place)) for field, place in places.items() if field in _NEEDED)


def _draft(row: SourceRow, places: Mapping[str, int], from_unit_id: int | None, today: date) -> TaskDraft:
    if row.refusal:
        raise row.refusal
    cells = {field: cell_at(row, place) for field, place in places.items()}
    texts = {field: clean_line(as_text(cell)) for field, cell in cells.items()}
    due_on, due_time = _due(cells["due"], today)
    unit_id = _unit(texts["unit"])
    names = [name for name in texts.get("assisting", "").replace(",", "、").replace("，", "、").split("、") if name]
    return TaskDraft(
        text=as_text(cells["text"]),
        unit_id=unit_id,
        due_on=due_on,
        due_time=due_time,
        officer_id=_officer(texts.get("officer", ""), unit_id),
        assisting_ids=[_unit(name.strip()) for name in names],
        reference=texts.get("reference", ""),
        from_unit_id=from_unit_id,
    )


def _unit(name: str) -> int:
    if not name:
        raise TaskUnitRequired
    return unit_by_name(text=name).id


def _officer(text: str, unit_id: int) -> int | None:
    """By the name under which they sign in, or by their own where one of the unit bears it."""
    if not text:
        return None
    named = [officer.id for officer in staff_of(unit_id) if officer.display_name == text]
    # The sign-in name first: it is one person's, while two of a unit may bear the same name.
    found = officer_id_named(username=text) or (named[0] if len(named) == 1 else None)
    if found is None:
        raise TaskOfficerRequired
    return found


def _due(cell: Cell, today: date) -> tuple[date, time | None]:
    """The day, and the hour where one is named; midnight is none. A day without a year is the next such day."""
    text = _BEFORE.sub("", as_text(cell))
    found = _DUE.read([text if isinstance(cell, str) else cell])
    if found is None and _MONTH_AND_DAY.match(text):
        found = _next(text, today)
    if found is None:
        raise TaskDayUnreadable(value=as_text(cell))
    there = found.astimezone(OFFICE_ZONE)
    return there.date(), there.time() if there.time() != time() else None


def _next(text: str, today: date) -> datetime | None:
    days = (_DUE.read([f"{year}年{text}"]) for year in (today.year, today.year + 1))
    # No day at all: 2月29日 isn't in every year.
    return next((day for day in days if day and office_day(day) >= today), None)
