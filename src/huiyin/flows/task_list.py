"""A list of tasks from a file: good rows are given, bad ones named, nothing else held up; a number is given once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from huiyin.flows.uploaded_list import list_on_disk
from huiyin.intake.importing.cells import Cell, SourceRow, as_text
from huiyin.intake.importing.header import HeaderRule
from huiyin.intake.importing.instants import Instants
from huiyin.intake.importing.source import OpenedSource, open_source
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.text import clean_line
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.orgs.selectors import unit_search
from huiyin.orgs.selectors.officers import officer_id_named
from huiyin.tasks.rules.errors import TaskOfficerRequired, TaskReferenceConflict, TaskUnitRequired
from huiyin.tasks.services import TaskDraft, task_give

# What the columns are called; the first name is the one of the empty form.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": ("编号", "文号", "序号", "number"),
    "text": ("任务", "任务内容", "事项", "task"),
    "unit": ("承办单位", "责任单位", "单位", "unit"),
    "officer": ("承办人账号", "责任人账号", "账号", "officer"),
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
_DUE = Instants([f"{day}{hour}" for day in _DAYS for hour in ("", " %H:%M", " %H:%M:%S")], OFFICE_ZONE)


class TaskColumnMissing(BadInput):
    """A column that every task needs isn't there."""

    sentence = "前十行里没有“%(column)s”这一列。表里要有一行列名：任务、承办单位、期限。"
    field = "tasks"


class TaskListEmpty(BadInput):
    """There is a header and nothing below it."""

    sentence = "表里没有任务。列名下面应是每行一项。"
    field = "tasks"


class TaskDayUnreadable(BadInput):
    """The day can't be read."""

    sentence = "看不懂期限“%(value)s”，请写成 2027-03-31 或者 2027-03-31 17:30。"
    field = "due"


class TaskUnitUnknown(BadInput):
    """No open unit has just that name."""

    sentence = "没有叫“%(name)s”的单位，请写全称或者简称。"
    field = "unit"


@dataclass(frozen=True, slots=True)
class TaskRowRefused:
    """A row that wasn't given: its number as spreadsheets show it, and why."""

    number: int
    refusal: BadInput | Conflict


@dataclass(frozen=True, slots=True)
class TaskListReport:
    """How it went: tasks given, rows whose number had been given before, rows refused."""

    given: int
    before: int
    refused: tuple[TaskRowRefused, ...]


def task_form_workbook() -> bytes:
    """An empty form to fill in, with one example."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("任务"))
    sheet.append([names[0] for names in _COLUMNS.values()])
    sheet.append(list(_EXAMPLE))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def task_file_give(*, actor: Actor, content: BinaryIO, name: str, at: datetime) -> TaskListReport:
    """As task_list_give, of a file that was sent. It lies on the disk, readable by us alone, while it is read."""
    with list_on_disk(content, name) as path:
        return task_list_give(actor=actor, path=path, at=at)


def task_list_give(*, actor: Actor, path: Path, at: datetime, from_unit_id: int | None = None) -> TaskListReport:
    """Read a CSV or XLSX list and give every task on it, each in a transaction of its own.

    A row whose number the giving unit has used before is left out: the same list can be sent again. Raises
    SourceUnreadable, TaskColumnMissing, TaskListEmpty, GivingNotAllowed.
    """
    source = open_source(path, rule=HeaderRule(_is_no_header, lines=1))
    with OpenedSource(source):
        places = _places(source.header)
        rows = [row for row in source.rows() if row.refusal or _is_filled(row, places)]
    if not rows:
        raise TaskListEmpty
    given, before, refused = 0, 0, []
    for row in rows:
        try:
            task_give(actor=actor, draft=_draft(row, places, from_unit_id), at=at)
            given += 1
        except TaskReferenceConflict:
            before += 1
        except (BadInput, Conflict) as refusal:
            refused.append(TaskRowRefused(row.number, refusal))
    return TaskListReport(given, before, tuple(refused))


def _is_no_header(header: Sequence[str]) -> int:
    return sum(set(_COLUMNS[field]).isdisjoint(_tidy(header)) for field in _NEEDED)


def _tidy(header: Sequence[str]) -> list[str]:
    return ["".join(name.split()).casefold() for name in header]


def _places(header: Sequence[str]) -> dict[str, int]:
    tidy = _tidy(header)
    found = {field: place for field, names in _COLUMNS.items() for place, name in enumerate(tidy) if name in names}
    for field in _NEEDED:
        if field not in found:
            raise TaskColumnMissing(column=_COLUMNS[field][0])
    return found


def _is_filled(row: SourceRow, places: Mapping[str, int]) -> bool:
    return any(as_text(_cell(row, place)).strip() for field, place in places.items() if field in _NEEDED)


def _cell(row: SourceRow, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""


def _draft(row: SourceRow, places: Mapping[str, int], from_unit_id: int | None) -> TaskDraft:
    if row.refusal:
        raise row.refusal
    cells = {field: _cell(row, place) for field, place in places.items()}
    texts = {field: clean_line(as_text(cell)) for field, cell in cells.items()}
    due_on, due_time = _due(cells["due"])
    names = [name for name in texts.get("assisting", "").replace(",", "、").replace("，", "、").split("、") if name]
    return TaskDraft(
        text=as_text(cells["text"]),
        unit_id=_unit(texts["unit"]),
        due_on=due_on,
        due_time=due_time,
        officer_id=_officer(texts.get("officer", "")),
        assisting_ids=[_unit(name.strip()) for name in names],
        reference=texts.get("reference", ""),
        from_unit_id=from_unit_id,
    )


def _unit(name: str) -> int:
    if not name:
        raise TaskUnitRequired
    same = [unit for unit in unit_search(text=name) if name in {unit.name, unit.short_name}]
    if len(same) != 1:
        raise TaskUnitUnknown(name=name)
    return same[0].id


def _officer(username: str) -> int | None:
    if not username:
        return None
    found = officer_id_named(username=username)
    if found is None:
        raise TaskOfficerRequired
    return found


def _due(cell: Cell) -> tuple[date, time | None]:
    """The day, and the hour where one is named; midnight is none."""
    found = _DUE.read([cell])
    if found is None:
        raise TaskDayUnreadable(value=as_text(cell))
    there = found.astimezone(OFFICE_ZONE)
    return there.date(), there.time() if there.time() != time() else None
