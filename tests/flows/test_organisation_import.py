"""The organisation as a workbook: checked row by row, written at once, the same row never twice, and out again."""

import threading
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from openpyxl import Workbook, load_workbook

from huiyin.flows.organisation.category_sets import CategorySet, category_book, category_rows
from huiyin.flows.organisation.columns import PLANS, BookSheet
from huiyin.flows.organisation.errors import CheckOutdated, SheetsMissing, SheetTwice, WorkbookRequired
from huiyin.flows.organisation.reading import (
    organisation_book_read,
    organisation_file_read,
)
from huiyin.flows.organisation.results import OrganisationReport, RowState
from huiyin.flows.organisation.workbook import organisation_export, organisation_form
from huiyin.flows.organisation.writing import organisation_check, organisation_import
from huiyin.intake.importing.errors import SourceUnreadable
from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed
from huiyin.orgs.grant_errors import IndependenceNotAllowed
from huiyin.orgs.models import Area, Category, Grant, Officer, Post, Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import competent_unit, unit_by_name
from huiyin.orgs.services import (
    AreaPlan,
    OfficerPlan,
    PostPlan,
    UnitPlan,
    area_create,
    officer_create,
    officer_deactivate,
    post_create,
    unit_create,
)
from tests.cast import SEED, Cast, make_cast
from tests.flows.workbooks import (
    AREAS,
    OFFICERS,
    POSTS,
    WHOLE,
    Sheets,
    book,
    counts,
    notes,
    read,
    states,
    write,
    wrong,
)

Check = Callable[[Sheets], OrganisationReport]


@pytest.fixture
def check(cast: Cast) -> Check:
    """What the administrator is told of these sheets."""
    return lambda sheets: organisation_check(book=book(sheets), actor=cast.actor("administrator"), at=cast.at)


def test_a_workbook_is_checked_without_writing_then_written_once(cast: Cast, check: Check) -> None:
    before = counts()
    report = check(WHOLE)
    assert not report.is_wrong, wrong(report)
    assert counts() == before
    assert states(report, "地方") == ["same", "same", "new"]
    assert (report.count(RowState.NEW), report.writes) == (13, 13)
    written = write(cast, read(WHOLE))
    village = Unit.objects.get(name="桥头村")
    town = Unit.objects.get(name="新桥镇人民政府")
    assert (village.parent, town.parent_id, town.kind) == (town, cast.units["county"], "town")
    assert (town.aliases, town.phone, town.area) == (
        "新桥、新桥公社",
        "0000-1000009",
        Area.objects.get(name="新桥镇"),
    )
    assert unit_by_name(text="新桥公社").id == town.pk
    ferry = Category.objects.get(code="N0101")
    assert (ferry.level, ferry.parent, ferry.keywords) == (3, Category.objects.get(code="N01"), "渡船 船票")
    assert competent_unit(category_id=ferry.pk, area_id=town.area_id) == town.pk
    mayor = Officer.objects.get(username="qiaotou")
    assert (mayor.display_name, mayor.phone, mayor.has_usable_password()) == ("桥小满", "13800000001", False)
    held = Post.objects.filter(unit__in=[village, town]).values_list("unit", "role", "title", "officer__username")
    assert set(held) == {
        (town.pk, "leader", "镇长", "qiaotou"), (village.pk, "handler", "承办人", "er"),
        (village.pk, "handler", "承办人", None),
    }  # fmt: skip
    # While the installation is being set up each code is there once, as on the page of a single officer.
    assert [account.username for account in written.accounts] == ["qiaotou", "er"]
    assert all(account.code for account in written.accounts)
    after = counts()
    again = write(cast, book(WHOLE))
    assert (again.writes, again.accounts, counts()) == (0, (), after)


def test_what_goes_out_comes_in_again_without_a_change(cast: Cast) -> None:
    write(cast, book(WHOLE))
    # Names that several bear, a name that a spreadsheet would calculate, a closed account.
    for parent in ("housing", "education"):
        unit = unit_create(
            plan=UnitPlan("办公室", UnitKind.OTHER), parent_id=cast.units[parent], actor=SEED, at=cast.at
        )
        post_create(plan=PostPlan(unit.pk, Role.HANDLER, "=1+1"), actor=SEED, at=cast.at)
    officer_deactivate(officer_id=cast.officers["nobody"], actor=SEED, at=cast.at)
    before = counts()
    content = organisation_export(actor=cast.actor("administrator"))
    report = write(cast, organisation_file_read(content=BytesIO(content), name="机构.xlsx"))
    assert report.writes == 0 and counts() == before
    assert {sheet.title: len(sheet.rows) for sheet in report.sheets} == {
        "地方": 3, "单位": 11, "类别": 11, "归口": 4, "人员": 20, "职位": 26,
    }  # fmt: skip
    posts = list(load_workbook(BytesIO(content))["职位"].values)
    assert ("云渡县人民政府/云渡县教育局/办公室", "承办人", "'=1+1", None) in posts
    with pytest.raises(NotAllowed):
        organisation_export(actor=cast.actor("registrar"))


def test_an_address_keeps_its_spaces_and_a_name_loses_them(cast: Cast) -> None:
    sheet = {"单位": [["名称", "上级", "性质", "地址"], ["新 桥 站", "", "站所", "长安里3号 群众接待大厅"]]}
    write(cast, book(sheet))
    assert Unit.objects.get(name="新桥站").address == "长安里3号 群众接待大厅"


def test_rows_that_are_there_are_changed_by_what_the_sheet_says_alone(cast: Cast, check: Check) -> None:
    sheets: Sheets = {
        "单位": [
            ["名称", "性质", "上级", "电话"],
            ["云渡县教育局", "部门", "县政府", "0000-7"],
            ["上柳村", "村（社区）", "县政府", ""],
        ],
        "归口": [["类别", "单位"], ["T2", "县政府"]],
        "类别": [["代码", "名称"], ["T2", "教育和体育"]],
    }
    report = check(sheets)
    changed = {
        row.name: [(change.column, change.before, change.after) for change in row.outcome.changes]
        for sheet in report.sheets
        for row in sheet.rows
    }
    assert changed == {
        "县政府/云渡县教育局": [("电话", "", "0000-7")],
        "县政府/上柳村": [("上级", "柳荫镇人民政府", "云渡县人民政府")],
        "T2 · 所有地方": [("单位", "云渡县教育局", "云渡县人民政府")],
        "T2 教育和体育": [("名称", "教育", "教育和体育")],
    }
    # Who commands it and whose new matters are is asked about, as on the pages.
    assert len(report.asks) == 2
    write(cast, book(sheets))
    unit = Unit.objects.get(pk=cast.units["education"])
    # There was no column for the short name.
    assert (unit.short_name, unit.phone) == ("教育局", "0000-7")
    assert Unit.objects.get(name="上柳村").parent_id == cast.units["county"]


def test_wrong_rows_are_named_in_the_words_of_the_columns_and_nothing_is_written(cast: Cast, check: Check) -> None:
    before = counts()
    areas: list[list[object]] = [
        ["1", "甲", "2"],
        ["2", "乙", "1"],
        ["3", "丙", "没有"],
        ["4", "丁", ""],
        ["4", "丁", ""],
        [1.5e18, "戊", ""],
    ]
    units = [
        ["水利局", "局级", "", "", ""], ["", "部门", "", "", ""], ["林业局", "部门", "甲乙局", "", ""],
        ["渔业局", "部门", "", "甲", ""], ["港务局", "部门", "渔业局", "", ""], ["民政局", "部门", "", "", "1" * 41],
    ]  # fmt: skip
    posts = [["县政府", "县长", ""], ["县政府", "领导干部", "li"], ["县政府", "领导干部", "zhang"]]
    sent = read({
        "地方": [["代码", "名称", "上级"], *areas],
        "单位": [["单位一览表"], ["名称", "性质", "上级", "地方", "电话"], *units],
        "人员": [["登录名", "姓名", "邮箱"], ["王 五", "王五", ""], ["li", "李四", "不是邮箱"], ["li", "李四", ""]],
        "职位": [["单位", "职责", "担任人"], *posts],
        "归口": [["地方", "单位"], ["", "县政府"]],
    })  # fmt: skip
    report = organisation_check(book=sent, actor=cast.actor("administrator"), at=cast.at)
    found = wrong(report)
    assert {place: sentence[:18] for place, sentence in found.items()} == {
        ("地方", 2): "上级绕成了一圈：1 甲 → 2 乙 ",
        ("地方", 3): "上级绕成了一圈：1 甲 → 2 乙 ",
        ("地方", 4): "没有代码或名称是“没有”的地方，系统",
        ("地方", 6): "和第 5 行说的是同一个，请删去一行",
        ("地方", 7): "表格软件改写了“代码”：1.5000",
        ("单位", 3): "“性质”里的“局级”不认识，可以写：",
        ("单位", 4): "“名称”没有填。",
        ("单位", 5): "没有叫“甲乙局”的单位，系统里没有，",
        ("单位", 6): "“甲”在“地方”表第 2 行，那一行",
        ("单位", 7): "“渔业局”在“单位”表第 6 行，那",
        ("单位", 8): "“电话”最多 40 个字，现在有 4",
        ("人员", 2): "登录名为 2 至 40 个字母、数字",
        ("人员", 3): "邮箱地址不对，请检查。",
        ("人员", 4): "和第 3 行说的是同一个，请删去一行",
        ("职位", 2): "“职责”里的“县长”不认识，可以写：",
        ("职位", 3): "“li”在“人员”表第 3 行，那一",
        ("职位", 4): "没有登录名是“zhang”的工作人员",
        ("归口", 0): "前十行里没有“类别”这一列。表里要有",
    }
    with pytest.raises(CheckOutdated):
        organisation_import(book=sent, digest=report.digest, actor=cast.actor("administrator"), at=cast.at)
    assert counts() == before


def test_examples_remarks_and_unknown_sheets_are_left_out(cast: Cast, check: Check) -> None:
    form = organisation_file_read(content=BytesIO(organisation_form()), name="空表.xlsx")
    report = organisation_check(book=form, actor=cast.actor("administrator"), at=cast.at)
    assert {sheet.title: (sheet.examples, len(sheet.rows)) for sheet in report.sheets} == {
        plan.title: (len(plan.examples), 0) for plan in PLANS.values()
    }
    assert not report.is_wrong
    sent = read({
        " 地 方 ": [["代码", "名称", "负责人"], ["980000", "云渡县", "张三", "", "旁边的话"], ["例:1", "例子", ""]],
        "通讯录": [["姓名"], ["张三"]],
    })  # fmt: skip
    report = organisation_check(book=sent, actor=cast.actor("administrator"), at=cast.at)
    (areas,) = report.sheets
    assert (states(report, "地方"), areas.unused, areas.examples) == (["same"], ("负责人",), 1)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04not an archive", b"<html>"]
)
def test_a_rubbish_file_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises((WorkbookRequired, SourceUnreadable)):
        organisation_file_read(content=BytesIO(content), name="../机构.xlsx")


def test_a_workbook_without_our_sheets_or_with_two_alike_is_refused() -> None:
    with pytest.raises(SheetsMissing):
        read({"通讯录": [["姓名"], ["张三"]]})
    with pytest.raises(SheetTwice):
        read({"地方": AREAS, "areas": AREAS})


@pytest.mark.both_databases
def test_of_two_imports_of_the_same_check_one_is_written(cast: Cast) -> None:
    sent, actor = book(WHOLE), cast.actor("administrator")
    digest = organisation_check(book=sent, actor=actor, at=cast.at).digest
    organisation_import(book=sent, digest=digest, actor=actor, at=cast.at)
    after = counts()
    with pytest.raises(CheckOutdated):
        organisation_import(book=sent, digest=digest, actor=actor, at=cast.at)
    assert counts() == after


def test_what_was_checked_is_what_is_written(cast: Cast) -> None:
    actor, sent = cast.actor("administrator"), book(WHOLE)
    digest = organisation_check(book=sent, actor=actor, at=cast.at).digest
    # Another file, of which the same would be said.
    with pytest.raises(CheckOutdated):
        organisation_import(book=replace(sent, sha256="1" * 64), digest=digest, actor=actor, at=cast.at)
    # The same file, after somebody has changed what is there.
    area_create(plan=AreaPlan("新桥镇", "980200"), parent_id=None, actor=SEED, at=cast.at)
    with pytest.raises(CheckOutdated):
        organisation_import(book=sent, digest=digest, actor=actor, at=cast.at)
    assert not Unit.objects.filter(name="桥头村").exists()
    with pytest.raises(NotAllowed):
        organisation_check(book=sent, actor=cast.actor("registrar"), at=cast.at)


@pytest.mark.both_databases
def test_once_something_was_filed_a_second_person_agrees_to_imported_posts(cast: Cast) -> None:
    cast.file()
    sheets: Sheets = {
        "人员": OFFICERS,
        "职位": [
            POSTS[0], ["住建局", "承办人", "承办人", "qiaotou"], ["住建局", "领导干部", "leader", "er"],
            ["县政府", "检查员", "", "handler"],
        ],
    }  # fmt: skip
    report = write(cast, book(sheets))
    assert states(report, "职位") == ["new", "new", "new"]
    given = notes(report, "职位")
    assert "要另一个人同意" in given[0][0] and not given[2]
    # A holder of the same post keeps it, and the sheet's reader is told of that.
    assert "楚天阔" in given[1][1]
    assert set(Grant.objects.filter(state="waiting").values_list("officer__username", "role")) == {
        ("qiaotou", "handler"), ("er", "leader"),
    }  # fmt: skip
    assert Post.objects.filter(role="leader", unit=cast.units["housing"]).exclude(officer=None).count() == 1
    # Whoever imports learns no code: to an address goes a link, for the other one the unit's leader has a code.
    assert [(account.code, account.by_mail) for account in report.accounts] == [("", True), ("", False)]
    before = counts()
    again = write(cast, book(sheets))
    assert states(again, "职位") == ["same"] * 3 and "要另一个人同意" in notes(again, "职位")[0][0]
    assert counts() == before


def test_by_a_workbook_no_one_ends_that_a_unit_stands_apart(cast: Cast, check: Check) -> None:
    cast.file()
    commission = ["云渡县纪委监委", "纪检监察机关", "县政府", "否"]
    report = check({"单位": [["名称", "性质", "上级", "独立"], commission, ["上柳村", "村（社区）", "纪委监委", ""]]})
    # Once anything was filed no page does, and a workbook is no other way.
    assert states(report, "单位") == ["wrong", "changed"]
    assert isinstance(report.sheets[0].rows[0].outcome.refusal, IndependenceNotAllowed)


def test_posts_alike_are_counted_and_no_one_is_displaced(cast: Cast, check: Check) -> None:
    posts = [POSTS[0], ["住建局", "承办人", "handler", "沈"], ["住建局", "承办人", "handler", ""]]
    officer_create(plan=OfficerPlan("shen", "沈"), actor=SEED, at=cast.at)
    posts[1] = ["住建局", "承办人", "handler", "SHEN"]
    report = check({"职位": posts})
    # Three hold that post: the newcomer gets another one, the row without a name stands beside one that is held.
    assert states(report, "职位") == ["new", "same"]
    post_create(plan=PostPlan(cast.units["housing"], Role.HANDLER, "handler"), actor=SEED, at=cast.at)
    report = check({"职位": posts})
    assert states(report, "职位") == ["changed", "same"]
    report = check({"职位": [*posts, posts[1]]})
    assert wrong(report) == {("职位", 4): "和第 2 行说的是同一个，请删去一行。"}


def test_merged_cells_say_the_same_in_each_row(cast: Cast, tmp_path: Path) -> None:
    workbook = Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.title = "职位"
    for row in (["单位", "职责"], ["住建局", "人民调解员"], [None, "检查员"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    path = tmp_path / "posts.xlsx"
    workbook.save(path)
    write(cast, organisation_book_read(path=path))
    made = Post.objects.filter(unit=cast.units["housing"], role__in=["mediator", "inspector"])
    assert set(made.values_list("title", flat=True)) == {"人民调解员", "检查员"}


@pytest.mark.parametrize("which", CategorySet)
def test_the_ready_made_categories_are_whole(which: CategorySet) -> None:
    rows = category_rows(which)
    codes = {code for code, *_rest in rows}
    assert len(codes) == len(rows) >= 30
    assert all(not above or (above in codes and code.startswith(above)) for code, _name, above, _words in rows)
    assert all(0 < len(name) <= 20 for _code, name, *_rest in rows)
    # What stands lowest is what people look for.
    lowest = [row for row in rows if row[0] not in {above for _code, _name, above, _words in rows}]
    assert all(len(words.split()) >= 2 for *_rest, words in lowest)


def test_ready_made_categories_are_written_whole_or_come_in_the_form(cast: Cast) -> None:
    report = write(cast, category_book(CategorySet.SCHOOL))
    assert report.count(RowState.NEW) == len(category_rows(CategorySet.SCHOOL)) == Category.objects.count() - 8
    content = organisation_form(categories=CategorySet.SCHOOL)
    filled = organisation_file_read(content=BytesIO(content), name="空表.xlsx")
    assert write(cast, filled).writes == 0
    tables = {table.sheet: len(table.rows) for table in filled.tables}
    assert tables[BookSheet.CATEGORIES] == report.count(RowState.NEW) and tables[BookSheet.UNITS] == 0


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_press_at_once_write_it_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip(
            "threads share one connection to a database in memory; processes do this in tests/cli/test_org_at_once.py"
        )
    cast = make_cast()
    # Accounts alone: in the trees each change waits for the one before anyway.
    sent, actor = book({"人员": OFFICERS}), cast.actor("administrator")
    digest = organisation_check(book=sent, actor=actor, at=cast.at).digest
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def press() -> None:
        start.wait()
        try:
            organisation_import(book=sent, digest=digest, actor=actor, at=cast.at)
            outcomes.append("written")
        except CheckOutdated:
            outcomes.append("outdated")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["outdated", "written"]
    assert Officer.objects.filter(username="qiaotou").count() == 1
