"""The workbook as it is given out: empty with examples, with ready-made categories, or the organisation as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from huiyin.flows.organisation.category_sets import CategorySet, category_rows, example_rows
from huiyin.flows.organisation.columns import EXAMPLE, GUIDE, KINDS, NO, PLANS, ROLES, YES, BookSheet
from huiyin.flows.organisation.known import KnownOrganisation, known_now
from huiyin.flows.organisation.units import FACT_COLUMNS, fact_cell
from huiyin.kernel.actor import Actor
from huiyin.kernel.cells import inert
from huiyin.kernel.text import xml_text
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.selectors import competence_views, keywords_of_categories, posts_of_open_units
from huiyin.orgs.services import UnitFacts

Rows = Mapping[BookSheet, Iterable[Sequence[str]]]

_GUIDE_LINES = (
    "这个工作簿一次建好（或者改好）整个单位：地方、单位、类别、归口、人员、职位，一张表一样。",
    "怎么用：填好，上传，先看检查结果；没有错的才能写入，写入是一次全部写入。同一个文件再传一次，什么也不会改。",
    "每张表要有一行列名，在前十行里，前后顺序随意；上面可以有标题。用不着的表可以删掉，用不着的列也可以删掉。",
    "没有的列，已有的内容不变；有这一列而格子空着，就是改成空的。表里没有写到的单位、人员、职位不会被撤掉，撤销请在页面上办。",
    f"第一格以“{EXAMPLE}”开头的行是例子，不会写入；可以留着，也可以删掉。",
    "行的先后随意：上级单位写在下面也可以。",
    "地方：代码是区划代码或者自编代码，代码相同就是同一个地方。上级写代码或名称，空着是最上一级。",
    "单位：名称和上级都相同，就是同一个单位。全表只有一个这样的名称而上级不同，就是调整上级。改名称请在页面上改。",
    "单位：上级写名称、简称或别名；有几个同名的，写成“上级/名称”。别名之间用顿号。",
    "单位：独立写“是”或“否”，纪检监察机关这样不受上级指挥的写“是”。至少要有一个性质是“信访部门”的单位，网上来件由它接收。",
    "类别：最多三级，代码相同就是同一类。常用说法是人们会怎么说，用空格分开，填报时靠它找到类别。",
    "归口：哪一类、哪个地方的事项归哪个单位。地方空着是所有地方，类别空着（或写“全部”）是所有类别。",
    "人员：登录名 2 至 40 个字母、数字或 . @ + - _，写了就不能改。",
    "人员：密码不在表里。写入以后，每个人用一次性链接或开通码自己设。",
    "职位：一行一个职位。三个承办人写三行。担任人写登录名，空着就是空缺。导入只添人、不换人：换人、空出职位请在页面上办。",
    "职位：要另一个人同意才生效的，导入只是提出来，检查结果里会写明。",
    "代码、电话、登录名这些列已设为文本，免得开头的 0 丢了。",
)  # fmt: skip
_WIDE = 60
_COLUMN_WIDTHS = {"name": 30, "parent": 26, "unit": 30, "aliases": 30, "intro": 44, "address": 26, "keywords": 44}
_WIDTH = 18
_ROWS_CHOSEN = 3_000
_CHOICES: Mapping[tuple[BookSheet, str], Sequence[str]] = {
    (BookSheet.UNITS, "kind"): [words[0] for words in KINDS.values()],
    (BookSheet.UNITS, "independent"): [YES, NO],
    (BookSheet.POSTS, "role"): [words[0] for words in ROLES.values()],
}
_HEAD = PatternFill("solid", fgColor="E8EDF2")
_TEXT = "@"


def organisation_form(*, categories: CategorySet | None = None) -> bytes:
    """An empty workbook with examples; the sheet of categories filled with a ready-made set, if one is named."""
    usual = {sheet: plan.examples for sheet, plan in PLANS.items()}
    if categories is None:
        return _workbook({}, examples=usual)
    # A school finds a school's words in all of it, and its own categories where a row names one.
    return _workbook({BookSheet.CATEGORIES: category_rows(categories)}, examples=usual | example_rows(categories))


def organisation_export(*, actor: Actor) -> bytes:
    """The organisation as it stands; importing it changes nothing. Raises NotAllowed."""
    demand_may_arrange(actor)
    known = known_now()
    return _workbook({sheet: rows(known) for sheet, rows in _EXPORTED.items()}, examples={})


def _areas(known: KnownOrganisation) -> Iterator[Sequence[str]]:
    for area in known.areas.by_id.values():
        yield area.code, area.name, known.areas.cell(area.parent_id)


def _units(known: KnownOrganisation) -> Iterator[Sequence[str]]:
    for unit in known.units.by_id.values():
        facts = UnitFacts.of(unit)
        cells = {column: fact_cell(column, facts, known.areas) for column in FACT_COLUMNS}
        cells |= {
            "name": unit.name,
            "parent": known.units.cell(unit.parent_id),
            "area": known.areas.cell(unit.area_id),
        }
        yield [cells[column] for column in PLANS[BookSheet.UNITS].columns]


def _categories(known: KnownOrganisation) -> Iterator[Sequence[str]]:
    words = keywords_of_categories()
    for category in known.categories.by_id.values():
        above = known.categories.cell(category.parent_id)
        yield category.code, category.name, above, words.get(category.id, "")


def _competence(known: KnownOrganisation) -> Iterator[Sequence[str]]:
    for view in competence_views():
        # What is closed is written by nobody again: a row of it would be refused.
        is_open = view.category_id is None or view.category_id in known.categories.by_id
        if is_open and view.unit_id in known.units.by_id:
            category, area = known.categories.cell(view.category_id), known.areas.cell(view.area_id)
            yield category or "全部", area, known.units.cell(view.unit_id)


def _officers(known: KnownOrganisation) -> Iterator[Sequence[str]]:
    for officer in known.officers.values():
        if officer.is_active:
            yield officer.username, officer.display_name, officer.email, officer.phone


def _posts(known: KnownOrganisation) -> Iterator[Sequence[str]]:
    usernames = {officer.id: officer.username for officer in known.officers.values() if officer.is_active}
    for post in posts_of_open_units():
        holder = usernames.get(post.officer_id or 0, "")
        yield known.units.cell(post.unit_id), ROLES[post.role.value][0], post.title, holder


_EXPORTED = {
    BookSheet.AREAS: _areas,
    BookSheet.UNITS: _units,
    BookSheet.CATEGORIES: _categories,
    BookSheet.COMPETENCE: _competence,
    BookSheet.OFFICERS: _officers,
    BookSheet.POSTS: _posts,
}


def _workbook(rows: Rows, *, examples: Rows) -> bytes:
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = GUIDE
    guide.column_dimensions["A"].width = _WIDE * 2
    for line in _GUIDE_LINES:
        guide.append([line])
    for row in guide.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    for sheet, plan in PLANS.items():
        table = book.create_sheet(plan.title)
        _head(table, sheet)
        filled = list(rows.get(sheet, ()))
        if not filled:
            for example in examples.get(sheet, ()):
                _append(table, example, Font(italic=True, color="6B7280"))
        for cells in filled:
            _append(table, cells, None)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _head(table: Any, sheet: BookSheet) -> None:
    plan = PLANS[sheet]
    table.append([plan.heading(column) for column in plan.columns])
    table.freeze_panes = "A2"
    for place, column in enumerate(plan.columns, start=1):
        cell = table.cell(row=1, column=place)
        cell.font, cell.fill = Font(bold=True), _HEAD
        dimension = table.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.number_format = _COLUMN_WIDTHS.get(column, _WIDTH), _TEXT
        if choices := _CHOICES.get((sheet, column)):
            letter = get_column_letter(place)
            # A warning and no refusal: the words of other offices are understood, too.
            chosen = DataValidation(
                type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True, errorStyle="warning"
            )
            chosen.add(f"{letter}2:{letter}{_ROWS_CHOSEN}")
            table.add_data_validation(chosen)


def _append(table: Any, cells: Sequence[str], font: Font | None) -> None:
    table.append([xml_text(inert(text)) for text in cells])
    for cell in table[table.max_row]:
        cell.number_format = _TEXT
        if font is not None:
            cell.font = font
