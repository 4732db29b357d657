"""One record, one matter: same ids, rewritten ids, ids that a row hasn't; and the file of refused rows."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.flows import import_file as flow
from huiyin.flows.import_file import import_file, import_rehearse
from huiyin.matters.models import Matter
from tests.cast import Cast
from tests.flows.tables import HEADER, MAP, NOW, good, order, rejected, write

REASON = "回音_原因"


def _run(cast: Cast, path: Path, *, text: str = MAP) -> tuple[int, int, int, int]:
    report = import_file(order=order(cast, path, text=text), at=NOW)
    return report.read, report.imported, report.already_there, report.rejected


def _elsewhere(path: Path) -> Path:
    """The file of refused rows, as somebody mends it in another folder."""
    folder = path.with_name("mended")
    folder.mkdir()
    return path.with_name("rejected.csv").rename(folder / "mended.csv")


@pytest.mark.parametrize(
    "changed",
    [
        {"内容": "另一件事"},
        {"时间": "2026-03-03 09:30"},
        {"姓名": "别人"},
        {"电话": "19900009999"},
        {"标题": "另一个标题"},
    ],
)
@pytest.mark.parametrize("batch", [500, 1])
def test_the_same_id_with_another_content_is_refused(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], batch: int
) -> None:
    monkeypatch.setattr(flow, "BATCH", batch)
    who = {"姓名": "谷小满", "电话": "19900001234"}
    path = write(tmp_path / "old.csv", [good(1, **who), good(1, **who), good(1, **who | changed), good(2)])
    if batch == 1 and "标题" in changed:
        pytest.skip("a title may be put right while a matter is worked on")
    assert _run(cast, path) == (4, 2, 1, 1)
    (row,) = rejected(path)
    assert row["编号"] == "A1" and "内容不同" in row[REASON]
    assert ("第 2 行" in row[REASON]) == (batch == 500)
    assert _run(cast, path)[1] == 0


def test_a_rehearsal_sees_the_same_id_over_all_of_the_file(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "BATCH", 2)
    path = write(tmp_path / "old.csv", [good(1), good(2), good(3), good(1), good(2, 内容="另一件事")])
    report = import_rehearse(order=order(cast, path), at=NOW)
    assert (report.imported, report.already_there, report.rejected) == (3, 1, 1)
    (row,) = rejected(path)
    assert "第 3 行" in row[REASON]


def test_who_gave_no_name_the_first_time_is_the_same_record(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(1), good(2, 姓名="谷小满")])
    assert _run(cast, path) == (2, 2, 0, 0)
    write(path, [good(1, 姓名="谷小满", 电话="19900001234"), good(2, 姓名="谷小满", 电话="19900001234")])
    assert _run(cast, path) == (2, 0, 2, 0)


@pytest.mark.parametrize("number", ["2.02603E+17", "2E+15", "2,02603E+17", "2.02603e+17"])
def test_an_id_that_a_spreadsheet_rewrote_is_refused(cast: Cast, tmp_path: Path, number: str) -> None:
    path = write(tmp_path / "old.csv", [good(1, 编号=number), good(2, 编号="E+17"), good(3, 电话="1.99E+10")])
    assert _run(cast, path) == (3, 1, 0, 2)
    assert ["Excel 改写了编号" in row[REASON] or "Excel 改写了号码" in row[REASON] for row in rejected(path)] == [
        True,
        True,
    ]


@pytest.mark.parametrize("number", [202603010000000891.0, 202603010000000891, 1234567890123450])
def test_a_long_number_in_a_sheet_is_refused_and_stays_refused(cast: Cast, tmp_path: Path, number: float) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for position in (1, 2):
        sheet.append([number, *good(position)[1:]])
    sheet.append([202603010000000, *good(3)[1:]])
    path = tmp_path / "old.xlsx"
    book.save(path)
    assert _run(cast, path) == (3, 1, 0, 2)
    assert _run(cast, _elsewhere(path)) == (2, 0, 0, 2)
    assert Matter.objects.get().external_id == "202603010000000"


ROW_ID = MAP.replace('external_id = "编号"\n', "").replace('name = "old-desk"', 'name = "old-desk"\nid_from = "row"')


def test_rows_without_an_id_are_identified_by_all_their_values(cast: Cast, tmp_path: Path) -> None:
    rows = [good(1, 编号="", 姓名="谷小满"), good(1, 编号="", 姓名="别人"), good(1, 编号="", 姓名="谷小满")]
    path = write(tmp_path / "old.csv", rows)
    assert _run(cast, path, text=ROW_ID) == (3, 2, 1, 0)
    assert _run(cast, path, text=ROW_ID) == (3, 0, 3, 0)
    ids = set(Matter.objects.values_list("external_id", flat=True))
    assert {len(key) for key in ids} == {40}


def test_some_columns_may_be_the_id(cast: Cast, tmp_path: Path) -> None:
    text = ROW_ID.replace('"row"', '["时间", "姓名"]')
    rows = [good(1, 姓名="甲"), good(2, 姓名="甲"), good(3, 姓名="乙"), good(4, 时间="", 姓名="")]
    path = write(tmp_path / "old.csv", rows)
    assert _run(cast, path, text=text) == (4, 2, 0, 2)
    assert ["内容不同" in row[REASON] for row in rejected(path)] == [True, False]


def test_refused_rows_can_be_mended_and_come_in_with_the_same_map(cast: Cast, tmp_path: Path) -> None:
    """Also where the map says how the source is laid out, and where the source has columns of these names."""
    text = (
        MAP.replace('text = "内容"', 'text = "原因"')
        .replace('title = "标题"', 'title = "行号"')
        .replace('name = "old-desk"', 'name = "old-desk"\nencoding = "gb18030"\ndelimiter = "\\t"\nheader = 2')
    )
    header = "\t".join({"标题": "行号", "内容": "原因"}.get(name, name) for name in HEADER)
    rows = ["\t".join(good(1)), "\t".join(good(2, 时间="坏日期")), "\t".join(good(3, 时间="坏日期"))]
    path = tmp_path / "old.csv"
    path.write_text("\n".join(["台账", header, *rows]) + "\n", encoding="gb18030")
    assert _run(cast, path, text=text) == (3, 1, 0, 2)
    beside = _elsewhere(path)
    mended = beside.read_text(encoding="utf-8-sig").replace("坏日期", "2026-03-02 09:30", 2)
    beside.write_text(mended, encoding="gb18030")
    assert _run(cast, beside, text=text) == (2, 1, 0, 1)
    (row,) = rejected(beside)
    assert list(row)[:3] == ["回音_行号", REASON, "编号"] and len(row) == len(HEADER) + 2
    assert Matter.objects.get(external_id="A2").title == "第2号楼电梯停运"


def test_a_file_of_refused_rows_is_never_written_over(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(1, 时间="")])
    beside = path.with_name("rejected.csv")
    beside.write_text("half mended", encoding="utf-8")
    report = import_file(order=order(cast, path), at=NOW)
    assert report.rejected_path == path.with_name("rejected-2.csv")
    assert import_file(order=order(cast, path), at=NOW).rejected_path == path.with_name("rejected-3.csv")
    assert beside.read_text(encoding="utf-8") == "half mended"


def test_an_unmended_line_with_an_open_mark_stays_refused(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "old.csv", [good(1), good(2, 内容="话"), good(3)])
    path.write_text(path.read_text(encoding="utf-8").replace(",话,", ',"话,'), encoding="utf-8")
    assert _run(cast, path) == (3, 2, 0, 1)
    beside = _elsewhere(path)
    assert _run(cast, beside) == (1, 0, 0, 1)
    beside.write_text(beside.read_text(encoding="utf-8").replace('"""话"', "话"), encoding="utf-8")
    assert _run(cast, beside) == (1, 1, 0, 0)
