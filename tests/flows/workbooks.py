"""Workbooks of the organisation for tests: what stands in one, reading it, writing it, and what came of it."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import starmap
from typing import Any

from openpyxl import Workbook

from huiyin.flows.list_file import column_places
from huiyin.flows.organisation.columns import PLANS
from huiyin.flows.organisation.reading import BookTable, OrganisationBook, organisation_file_read, table_row
from huiyin.flows.organisation.results import OrganisationReport
from huiyin.flows.organisation.writing import organisation_check, organisation_import
from huiyin.intake.importing.cells import SourceRow
from huiyin.ledger.models import Entry
from huiyin.orgs.models import Area, Category, Competence, Grant, Officer, PasswordReset, Post, Unit
from tests.cast import Cast

Sheets = Mapping[str, Sequence[Sequence[object]]]

AREAS: list[list[object]] = [
    ["代码", "名称", "上级"],
    ["980000", "云渡县", ""],
    ["980100", "柳荫镇", "云渡县"],
    [980200, "新  桥镇", 980000],
]
# The unit above stands further down, a short name is enough, spaces and full-width signs don't count.
WIDE = "\uff19\uff18\uff10\uff12\uff10\uff10"
UNITS = [
    ["性质", "名称", "上级", "简称", "别名", "地方", "独立", "电话"],
    ["村（社区）", "桥头村", "新桥镇", "", "", "新桥镇", "", ""],
    [
        "乡镇(街道)",
        "新桥镇 人民政府",
        "县政府",
        "新桥镇",
        "新桥、新桥公社",
        WIDE,
        "否",
        "0000-1000009",
    ],
]
OFFICERS: list[list[object]] = [
    ["登录名", "姓名", "邮箱", "电话"],
    ["\uff31iaotou", "桥 小满", "qiao@example.invalid", 13800000001],
    ["er", "二牛", "", ""],
]
POSTS = [
    ["单位", "职责", "职位", "担任人"],
    ["新桥镇", "领导干部", "镇长", "qiaotou"],
    ["桥头村", "承办人", "", "er"],
    ["桥头村", "承办人", "", ""],
]
CATEGORIES = [
    ["代码", "名称", "上级", "常用说法"],
    ["N0101", "渡船", "N01", "渡船 船票"],
    ["N01", "水运", "N", ""],
    ["N", "交通", "", ""],
]
COMPETENCE = [["类别", "地方", "单位"], ["N", "", "县政府"], ["渡船", "新桥镇", "新桥镇人民政府"]]
WHOLE: Sheets = {
    "地方": AREAS, "单位": UNITS, "类别": CATEGORIES, "归口": COMPETENCE, "人员": OFFICERS, "职位": POSTS,
}  # fmt: skip


def book_of(sheets: Sheets) -> bytes:
    """A workbook with these sheets."""
    workbook = Workbook()
    workbook.worksheets[0].title = "说明"
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def read(sheets: Sheets) -> OrganisationBook:
    """The same, read as it would be when it is sent."""
    return organisation_file_read(content=BytesIO(book_of(sheets)), name="机构.xlsx")


def book(sheets: Sheets) -> OrganisationBook:
    """What `read` makes of sheets that are in order, without the programs that read them."""
    return OrganisationBook("机构.xlsx", "0" * 64, tuple(starmap(_table, sheets.items())))


def _table(title: str, rows: Sequence[Sequence[object]]) -> BookTable:
    sheet = next(sheet for sheet, plan in PLANS.items() if plan.title == title)
    places = column_places([str(name) for name in rows[0]], PLANS[sheet].columns, needed=PLANS[sheet].needed)
    found = (table_row(sheet, SourceRow(number, tuple(row)), places) for number, row in enumerate(rows[1:], start=2))
    return BookTable(sheet, tuple(places), tuple(row for row in found if row))


def write(cast: Cast, sent: OrganisationBook, username: str = "administrator") -> OrganisationReport:
    """Check, then write what was checked."""
    actor = cast.actor(username)
    report = organisation_check(book=sent, actor=actor, at=cast.at)
    assert not report.is_wrong, wrong(report)
    return organisation_import(book=sent, digest=report.digest, actor=actor, at=cast.at)


def wrong(report: OrganisationReport) -> dict[tuple[str, int], str]:
    """Why rows, and sheets (number 0), are refused."""
    sheets = {(sheet.title, 0): str(sheet.problem) for sheet in report.sheets if sheet.problem}
    rows = {
        (sheet.title, row.number): str(row.outcome.refusal)
        for sheet in report.sheets
        for row in sheet.rows
        if row.outcome.refusal
    }
    return sheets | rows


def states(report: OrganisationReport, title: str) -> list[str]:
    """What becomes of the rows of a sheet."""
    return [row.outcome.state.value for sheet in report.sheets if sheet.title == title for row in sheet.rows]


def notes(report: OrganisationReport, title: str) -> list[tuple[str, ...]]:
    """The notes of the rows of a sheet."""
    return [row.outcome.notes for sheet in report.sheets if sheet.title == title for row in sheet.rows]


def counts() -> dict[str, int]:
    """How many rows there are of what an import can write."""
    kept: list[Any] = [Area, Unit, Category, Competence, Officer, Post, Grant, PasswordReset, Entry]
    return {model.__name__: model.objects.count() for model in kept}
