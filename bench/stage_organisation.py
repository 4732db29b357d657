"""Moving in: a workbook of a county's size is read, checked and written where there is one administrator."""

import os
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

from django.core.management import call_command
from openpyxl import Workbook

from bench.order import Order
from huiyin.flows.organisation.category_sets import CategorySet, category_rows
from huiyin.flows.organisation.columns import PLANS, BookSheet
from huiyin.flows.organisation.reading import organisation_file_read
from huiyin.flows.organisation.workbook import organisation_export
from huiyin.flows.organisation.writing import organisation_check, organisation_import
from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.time import now
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import OfficerPlan, PostPlan, UnitPlan, officer_create, post_create, unit_create

_BENCH = system("bench")
_BUREAUS, _TOWNS, _VILLAGES = 20, 7, 5
_OFFICERS = 120
_ROLES = ("接访登记员", "承办人", "审批人", "领导干部")
T = TypeVar("T")
Times = tuple[float, float]
"""Seconds by the clock, and of the processor."""


def organisation_rows(_order: Order) -> list[dict[str, Any]]:
    """Seconds of each step, beside the rows of the workbook."""
    call_command("migrate", interactive=False, verbosity=0)
    actor = _administrator()
    content = _workbook(_sheets())
    book, read = _timed(lambda: organisation_file_read(content=BytesIO(content), name="org.xlsx"))
    rows = sum(len(table.rows) for table in book.tables)
    report, checked = _timed(lambda: organisation_check(book=book, actor=actor, at=now()))
    if report.is_wrong or report.writes != rows:
        raise RuntimeError(f"{report.writes} of {rows} rows would be written")
    _done, written = _timed(lambda: organisation_import(book=book, digest=report.digest, actor=actor, at=now()))
    _content, exported = _timed(lambda: organisation_export(actor=actor))
    again, unchanged = _timed(lambda: organisation_check(book=book, actor=actor, at=now()))
    if again.writes:
        raise RuntimeError(f"{again.writes} rows would be written a second time")
    return [
        _line("workbook read", rows, read),
        _line("checked, all new", rows, checked),
        _line("written", rows, written),
        _line("exported", rows, exported),
        _line("checked again, nothing new", rows, unchanged),
        _line("all that a person waits for", rows, read, checked, written),
    ]


def _administrator() -> Actor:
    unit = unit_create(plan=UnitPlan("云渡县信访局", UnitKind.OFFICE), parent_id=None, actor=_BENCH, at=now())
    officer = officer_create(plan=OfficerPlan("admin", "安若素"), actor=_BENCH, at=now())
    plan = PostPlan(unit.pk, Role.ADMINISTRATOR, "管理员", officer.pk)
    post_create(plan=plan, actor=_BENCH, at=now())
    return actor_for(officer_id=officer.pk)


def _sheets() -> dict[BookSheet, list[tuple[str, ...]]]:
    """66 units, 120 officers with a post each, 50 areas, some 200 categories, each group with its unit."""
    towns = [f"第{number}镇" for number in range(_TOWNS)]
    villages = [(f"{town}{place}村", town) for town in towns for place in range(_VILLAGES)]
    areas: list[tuple[str, ...]] = [("98", "云渡县", "")]
    areas += [(f"98{number:02}", town, "98") for number, town in enumerate(towns)]
    areas += [(f"9899{number:03}", village, town) for number, (village, town) in enumerate(villages)]
    units: list[tuple[str, ...]] = [
        ("云渡县人民政府", "", "县（市、区）", "县政府", "", "云渡县", "否", "0000-1", "", "")
    ]
    units += [(f"云渡县第{n}局", "县政府", "部门", f"第{n}局", "", "", "否", "", "", "") for n in range(_BUREAUS)]
    units += [("云渡县纪委监委", "县政府", "纪检监察机关", "纪委", "", "", "是", "", "", "")]
    units += [("云渡县信访局", "县政府", "信访部门", "信访局", "信访办", "云渡县", "否", "0000-2", "", "")]
    units += [(f"{town}人民政府", "县政府", "乡镇（街道）", town, "", town, "否", "", "", "") for town in towns]
    units += [(f"{village}委会", town, "村（社区）", "", "", village, "", "", "", "") for village, town in villages]
    officers: list[tuple[str, ...]] = [
        (f"officer{n}", f"人员{n}", f"officer{n}@example.invalid", "") for n in range(_OFFICERS)
    ]
    posts: list[tuple[str, ...]] = [
        (units[n % len(units)][0], _ROLES[n // len(units) + n % 2], "", f"officer{n}") for n in range(_OFFICERS)
    ]
    categories = category_rows(CategorySet.COUNTY)
    competence: list[tuple[str, ...]] = [
        (code, "", "云渡县第0局") for code, _name, above, _words in categories if len(above) == 3
    ]
    return {
        BookSheet.AREAS: areas,
        BookSheet.UNITS: units,
        BookSheet.CATEGORIES: categories,
        BookSheet.COMPETENCE: competence,
        BookSheet.OFFICERS: officers,
        BookSheet.POSTS: posts,
    }


def _workbook(sheets: dict[BookSheet, list[tuple[str, ...]]]) -> bytes:
    book = Workbook()
    for sheet, rows in sheets.items():
        table = book.create_sheet(PLANS[sheet].title)
        table.append([PLANS[sheet].heading(column) for column in PLANS[sheet].columns])
        for row in rows:
            table.append(list(row))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _timed(do: Callable[[], T]) -> tuple[T, Times]:
    began, spent = time.monotonic(), _processor_seconds()
    found = do()
    return found, (time.monotonic() - began, _processor_seconds() - spent)


def _processor_seconds() -> float:
    """Of this process and of those that have read for it."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _line(what: str, rows: int, *times: Times) -> dict[str, Any]:
    seconds, spent = (sum(each) for each in zip(*times, strict=True))
    return {"what": what, "count": rows, "seconds": round(seconds, 2), "cpu_seconds": round(spent, 2)}
