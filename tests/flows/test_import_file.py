"""Every row in once, or written beside with its reason."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.clocks.selectors import clock_views
from huiyin.flows import import_file as flow
from huiyin.flows.import_file import import_file, import_rehearse
from huiyin.intake.importing.errors import ColumnMissing, ColumnTwice, RejectsUnwritable, SourceUnreadable
from huiyin.kernel.actor import system
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import matters_register
from huiyin.matters.register.services.rows import Filing
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.orgs.rules import Respondents
from tests.cast import Cast
from tests.flows.tables import HEADER, MAP, NOW, good, order, rejected, write

pytestmark = pytest.mark.both_databases


def test_rows_become_matters_with_clocks_text_and_ledger(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(number, 姓名="谷小满", 电话="19900001234") for number in range(1, 41)])
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.read, report.imported, report.already_there, report.rejected) == (40, 40, 0, 0)
    matter = Matter.objects.get(origin="old-desk", external_id="A7")
    assert (matter.state, matter.channel, matter.lead_unit_id) == ("registered", "call", cast.units["office"])
    assert matter.received_at.isoformat() == "2026-03-02T01:30:00+00:00"
    assert matter.identity_id is not None
    assert {view.code for view in clock_views(subject_id=matter.pk, at=NOW)} >= {"accept", "own"}
    found = matter_search_for(actor=system("test"), text="第7号楼电梯")
    assert [row.number for row in found] == [matter.number]
    assert stuck_matters() == []
    assert ledger_verify().problems == []


def test_anyone_whom_a_row_names_is_barred_as_if_it_had_been_typed_here(cast: Cast, tmp_path: Path) -> None:
    """The accused of an imported accusation doesn't read it; the unit that a claim concerns may answer it."""
    path = tmp_path / "named.csv"
    path.write_text(
        "编号,标题,时间,内容,来源,种类,涉及,被反映\n"
        "1,验收,2026-03-02 09:30,验收走过场,电话,检举,住建局,楚天阔\n"
        "2,公租房,2026-03-02 09:30,等了两年,电话,诉求,住建局,\n"
        "3,收礼,2026-03-02 09:30,收了礼,电话,检举,,隔壁老季\n",
        encoding="utf-8",
    )
    without = [line for line in MAP.splitlines() if not line.startswith(("reply", "category", "name =", "phone"))]
    text = "\n".join(without).replace('name = "old-desk"', "").replace("[source]", '[source]\nname = "old-desk"')
    text = text.replace("[formats]", 'concerned = "涉及"\nrespondent = "被反映"\n[formats]')
    text = text.replace('default = "claim"', 'column = "种类"\nvalues = { "检举" = "accusation", "诉求" = "claim" }')
    assert import_file(order=order(cast, path, text=text), at=NOW).imported == 3
    accused, claim, unknown = Matter.objects.order_by("external_id")
    both = Respondents.of([cast.units["housing"]], [cast.officers["housing_leader"]])
    assert both <= respondents_of(accused) and accused.respondents_settled
    assert claim.concerned_unit_id == cast.units["housing"] and not respondents_of(claim)
    assert not unknown.respondents_settled
    assert matter_search_for(actor=cast.actor("housing_leader"), text="验收") == []


def test_the_same_file_again_adds_nothing(cast: Cast, tmp_path: Path) -> None:
    rows = [good(1), good(2)]
    path = write(tmp_path / "old.csv", rows)
    import_file(order=order(cast, path), at=NOW)
    write(path, [*rows, good(2, 内容="同一编号再写一遍"), good(3)])
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.read, report.imported, report.already_there, report.rejected) == (4, 1, 2, 1)
    assert Matter.objects.count() == 3


def test_an_answered_row_comes_in_as_answered(cast: Cast, tmp_path: Path) -> None:
    answer = {"答复": "电梯已于三月十日恢复运行。", "答复时间": "2026-03-12 10:00"}
    path = write(tmp_path / "old.csv", [good(1, **answer), good(2)])
    import_file(order=order(cast, path), at=NOW)
    matter = Matter.objects.get(external_id="A1")
    assert matter.state == "served"
    assert matter.replies.get().facts == answer["答复"]
    running = [view.code for view in clock_views(subject_id=matter.pk, at=NOW) if view.stopped_at is None]
    assert running == ["review_window"]
    assert Matter.objects.get(external_id="A2").state == "registered"
    assert stuck_matters() == []
    assert ledger_verify().problems == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"内容": " \u200b"}, "请写下发生了什么"),
        ({"内容": "长" * 20_001}, "最多 20,000 字"),
        ({"编号": ""}, "“编号”是空的"),
        ({"编号": "A" * 121}, "最多 120 个字符"),
        ({"时间": ""}, "“时间”是空的"),
        ({"时间": "三月二日"}, "不是映射里写明的时间格式"),
        ({"时间": "2026-02-30 10:00"}, "不是映射里写明的时间格式"),
        ({"时间": "2026-03-20 10:01"}, "晚于现在"),
        ({"时间": "1900/1/1"}, "早得不合情理"),
        ({"来源": "飞鸽"}, "没有对应的值"),
        ({"答复": "已办好", "答复时间": ""}, "缺少时间"),
        ({"答复": "已办好", "答复时间": "2026-03-01 10:00"}, "答复时间早于收到时间"),
        ({"答复": "长" * 20_001, "答复时间": "2026-03-10 10:00"}, "最多 20,000 字"),
    ],
)
def test_a_bad_row_is_written_beside_with_its_reason_and_holds_nothing_up(
    cast: Cast, tmp_path: Path, changed: dict[str, str], says: str
) -> None:
    bad = good(2, **changed)
    path = write(tmp_path / "old.csv", [good(1), bad, good(3)])
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.read, report.imported, report.rejected) == (3, 2, 1)
    (row,) = rejected(path)
    assert row["回音_行号"] == "3"
    assert says in row["回音_原因"]
    # As it was, but for the blanks around: mended there, it can be imported from there.
    assert [row[name] for name in HEADER] == [cell.strip() for cell in bad]


def test_a_row_that_only_the_service_refuses_leaves_its_batch_alone(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_row(filings: list[Filing], at: datetime) -> object:
        for filing in filings:
            if filing.registration.external_id == "A2":
                raise ColumnTwice(column="A2")
        return matters_register(actor=flow.IMPORT, filings=filings, at=at)

    monkeypatch.setattr(flow, "_register", refuse_row)
    path = write(tmp_path / "old.csv", [good(1), good(2), good(3)])
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.imported, report.rejected) == (2, 1)
    assert set(Matter.objects.values_list("external_id", flat=True)) == {"A1", "A3"}


def test_a_rehearsal_checks_everything_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(1), good(2, 时间=""), good(3)])
    report = import_rehearse(order=order(cast, path), at=NOW)
    assert (report.read, report.imported, report.rejected) == (3, 2, 1)
    assert len(rejected(path)) == 1
    assert not Matter.objects.exists()


def test_a_limit_stops_there_and_the_next_run_goes_on(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(number) for number in range(5)])
    assert import_file(order=order(cast, path, limit=2), at=NOW).imported == 2
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.imported, report.already_there) == (3, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_separator_are_found_out(cast: Cast, tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write(tmp_path / "old.csv", [good(1, 内容='两行，\n"还有引号"')], encoding=encoding, delimiter=delimiter)
    assert import_file(order=order(cast, path), at=NOW).imported == 1
    assert Matter.objects.get().text == '两行，\n"还有引号"'


def test_a_row_with_broken_bytes_is_refused_alone(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(number, 内容="清楚的内容" * 60) for number in range(1, 4)])
    content = path.read_bytes().replace("第2号楼电梯".encode(), "第2号楼电".encode() + b"\xe6\xa2", 1)
    path.write_bytes(content)
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.imported, report.rejected) == (2, 1)
    assert b"\xe6\xa2" in path.with_name("rejected.csv").read_bytes()


def test_a_row_with_more_cells_than_the_header_is_refused(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [[*good(1), "多出来的"], good(2)])
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.imported, report.rejected) == (1, 1)


def test_a_workbook_is_read_like_a_table(cast: Cast, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for number in (101, 102):
        cells: list[object] = list(good(1))
        cells[0], cells[2] = number, datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - spreadsheets know no zones
        sheet.append(cells)
    sheet.append([None] * len(HEADER))
    path = tmp_path / "old.xlsx"
    book.save(path)
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.read, report.imported) == (2, 2)
    matter = Matter.objects.get(external_id="101")
    assert matter.received_at.isoformat() == "2026-03-02T01:30:00+00:00"


def test_a_long_title_is_kept_in_full_before_the_text(cast: Cast, tmp_path: Path) -> None:
    title = "很长的标题" * 30
    path = write(tmp_path / "old.csv", [good(1, 标题=title)])
    import_file(order=order(cast, path), at=NOW)
    matter = Matter.objects.get()
    assert len(matter.title) <= 100
    assert matter.text.startswith(title)


def test_categories_come_by_name_and_unknown_ones_are_counted(cast: Cast, tmp_path: Path) -> None:
    path = write(
        tmp_path / "old.csv", [good(1, 类别="水质"), good(2, 类别="供电"), good(3, 类别="住房建设/供水/水质")]
    )
    report = import_file(order=order(cast, path), at=NOW)
    assert report.unknown_categories == {"供电": 1}
    assert Matter.objects.filter(category_id=cast.categories["T121"]).count() == 2


def test_who_filed_goes_to_the_vault_and_nowhere_else(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(1, 姓名="谷小满", 电话="19900001234"), good(2)])
    import_file(order=order(cast, path), at=NOW)
    matter = Matter.objects.get(external_id="A1")
    assert matter.identity_id is not None
    assert Matter.objects.get(external_id="A2").identity_id is None


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", SourceUnreadable),
        (b"\n\n", SourceUnreadable),
        ("编号,标题,时间\n1,2,3\n".encode(), ColumnMissing),
        (",".join([*HEADER, "内容"]).encode(), ColumnTwice),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", SourceUnreadable),
        (b"PK\x03\x04 not a workbook", SourceUnreadable),
        (b"\xff\xff\xff\xff\xff", SourceUnreadable),
    ],
)
def test_a_file_that_cant_be_read_is_refused_before_anything_is_written(
    cast: Cast, tmp_path: Path, content: bytes, refusal: type[Exception]
) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(content)
    with pytest.raises(refusal):
        import_file(order=order(cast, path, text=MAP), at=NOW)
    assert not path.with_name("rejected.csv").exists()


def test_particulars_that_are_too_long_are_written_beside(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(1, 姓名="甲" * 81), good(2, 电话="1" * 41), good(3, 姓名="甲" * 80)])
    report = import_file(order=order(cast, path), at=NOW)
    assert (report.imported, report.rejected) == (1, 2)
    assert [row["回音_原因"] for row in rejected(path)] == [
        "“姓名”最多 80 字，现在有 81 字。",
        "“电话”最多 40 字，现在有 41 字。",
    ]


def test_where_bad_rows_cannot_be_written_nothing_is_read(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(1)])
    occupied = tmp_path / "folder"
    occupied.mkdir()
    with pytest.raises(RejectsUnwritable):
        import_file(order=replace(order(cast, path), rejected_path=occupied), at=NOW)
    assert not Matter.objects.exists()
