"""Where the header is, merged cells, encodings, JSON: read without a database."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from huiyin.intake.importing.cells import Source
from huiyin.intake.importing.errors import SourceUnreadable
from huiyin.intake.importing.header import HeaderRule
from huiyin.intake.importing.source import OpenedSource, open_source


def _rule(*names: str, at: int = 0, lines: int = 0) -> HeaderRule:
    return HeaderRule(lambda found: len(set(names).difference(found)), at=at, lines=lines)


def _rows(source: Source) -> list[tuple[object, ...]]:
    with OpenedSource(source):
        return [row.cells for row in source.rows()]


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "二〇二六年三月台账,,\n制表：办公室；审核：某某\n\n编号,时间,内容\n1,2026-03-01,话\n"
    source = open_source(_write(tmp_path / "a.csv", text), rule=_rule("编号", "内容"))
    assert (source.header, source.facts.header_at, source.lines.above) == (("编号", "时间", "内容"), 4, 4)
    assert _rows(source) == [("1", "2026-03-01", "话")]


def test_a_header_of_two_lines_is_read_as_one(tmp_path: Path) -> None:
    text = "编号,信访人,,内容,办理情况,\n,姓名,电话,,单位,结果\n1,甲,199,话,乙,已办\n"
    rule = _rule("编号", "信访人/电话", "办理情况/结果")
    source = open_source(_write(tmp_path / "a.csv", text), rule=rule)
    assert source.header == ("编号", "信访人/姓名", "信访人/电话", "内容", "办理情况/单位", "办理情况/结果")
    assert source.facts.header_lines == 2
    assert _rows(source) == [("1", "甲", "199", "话", "乙", "已办")]


def test_a_map_may_say_where_the_header_is(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.csv", "编号,内容\n旧,旧\n编号,内容\n1,话\n")
    assert _rows(open_source(path, rule=_rule("编号", at=3))) == [("1", "话")]


def test_where_a_column_is_missing_the_likeliest_line_is_the_header(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.csv", "台账,\n编号,内容\n1,话\n")
    source = open_source(path, rule=_rule("编号", "内容", "没有"))
    with OpenedSource(source):
        assert source.header == ("编号", "内容")


def test_a_sheet_below_a_title_with_merged_cells_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    book.create_sheet("旁边的")
    for row in (
        ["三月台账"],
        ["编号", "时间", "内容"],
        [1, "2026-03-01", "话"],
        [2, None, "又话"],
        [3, None, "三话"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "a.xlsx")
    source = open_source(tmp_path / "a.xlsx", rule=_rule("编号", "内容"))
    assert (source.facts.sheet, source.facts.other_sheets, source.facts.header_at) == ("Sheet", ("旁边的",), 2)
    assert source.counts_from_1904
    with OpenedSource(source):
        assert [(row.number, dict(row.merged)) for row in source.rows()] == [(3, {}), (4, {1: "B3:B4"}), (5, {})]


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (b"\x80" + "50被骗".encode("gbk"), "€50被骗"),
        (b"\xfe\x59\xfe\x61\xfe\x9f\xa6\xd9\xfe\x51", "龴龵䶮︐\U00020087"),
    ],
)
def test_what_chinese_encodings_have_of_their_own_is_read(tmp_path: Path, content: bytes, cell: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,内容\n1,".encode("gbk") + content + b"\n")
    source = open_source(path, rule=_rule("编号"))
    assert source.facts.encoding == "gb18030"
    assert _rows(source) == [("1", cell)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_broken_byte_costs_one_row_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    text = "编号,内容\n1,路口的灯不亮已经两周没有人来修\n2,坏掉的字\n3,楼下的垃圾三天没有人清运\n"
    path.write_bytes(text.encode(encoding).replace("坏".encode(encoding), b"\xff", 1))
    source = open_source(path, rule=_rule("编号"))
    with OpenedSource(source):
        assert [row.refusal is None for row in source.rows()] == [True, False, True]


_RECORDS: list[dict[str, object]] = [
    {"service_request_id": 638344, "status": "closed", "description": "灯不亮\n两周", "lat": 37.76, "media": None},
    {"service_request_id": "638349", "status": "open", "notes": [1, "二"], "who": {"name": "甲"}, "is_new": True},
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(_RECORDS, ensure_ascii=False),
        json.dumps({"service_requests": _RECORDS}, indent=2),
        json.dumps({"count": 2, "service_requests": {"request": _RECORDS}}),
        json.dumps({"meta": {"a": [1]}, "data": _RECORDS, "page": 1}),
        "\n".join(json.dumps(record) for record in _RECORDS) + "\n",
        "\ufeff" + json.dumps(_RECORDS),
    ],
)
def test_json_is_read_as_a_table(tmp_path: Path, text: str) -> None:
    source = open_source(_write(tmp_path / "dump", text), rule=_rule("service_request_id"))
    assert source.facts.sort == "JSON"
    assert source.header == (
        "service_request_id", "status", "description", "lat", "media", "notes", "who.name", "is_new"
    )  # fmt: skip
    assert _rows(source) == [
        ("638344", "closed", "灯不亮\n两周", "37.76", "", "", "", ""),
        ("638349", "open", "", "", "", "1\n二", "甲", "true"),
    ]


def test_long_ids_of_json_keep_every_digit(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.json", '[{"id": 202603010000000891, "x": 1.10}]')
    assert _rows(open_source(path)) == [("202603010000000891", "1.10")]


def test_json_is_read_a_piece_at_a_time(tmp_path: Path) -> None:
    records = [{"id": number, "text": "字" * 200} for number in range(1_000)]
    path = _write(tmp_path / "a.json", json.dumps({"list": records}, ensure_ascii=False))
    assert [cells[0] for cells in _rows(open_source(path))] == [str(number) for number in range(1_000)]


@pytest.mark.parametrize("text", ['[{"id": 1}, {"id": 2', '[{"id": 1} {"id":', '[{"id": 1}, 2]', "[{}]"])
def test_json_that_is_broken_off_is_refused_before_anything_is_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceUnreadable):
        open_source(_write(tmp_path / "a.json", text))


def test_a_day_that_a_sheet_keeps_is_a_day(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编号", "时间"])
    sheet.append([1, datetime(2026, 3, 1)])  # noqa: DTZ001 - spreadsheets know no zones
    book.save(tmp_path / "a.xlsx")
    assert _rows(open_source(tmp_path / "a.xlsx")) == [(1, datetime(2026, 3, 1))]  # noqa: DTZ001
