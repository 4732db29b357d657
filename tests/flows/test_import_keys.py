"""What a map can say of a file: read without a database."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.intake.importing.errors import CellMerged, ColumnMissing, InstantMissing
from huiyin.intake.importing.filling import filled_down
from huiyin.intake.importing.mapping import map_parse
from huiyin.intake.importing.rows import RowReader
from huiyin.intake.importing.source import OpenedSource, open_source
from huiyin.kernel.errors import BadInput
from huiyin.matters.register.services.rows import Filing
from tests.flows.tables import NOW

COLUMNS = {"external_id": '"编号"', "text": '"内容"', "received_at": '"时间"'}
CATEGORIES = {"城建/路灯": 7}


def _read(path: Path, **given: str) -> list[Filing | BadInput]:
    """The rows of a file by a map; sections by their names, `columns` beside the usual ones."""
    extra = given.pop("columns", "")
    named = {line.split("=")[0].strip() for line in extra.splitlines()}
    columns = "\n".join(f"{key} = {column}" for key, column in COLUMNS.items() if key not in named)
    sections = {"source": "", "formats": 'received_at = ["%Y-%m-%d %H:%M", "%Y-%m-%d", "excel"]', **given}
    text = f'[source]\nname = "s"\n{sections.pop("source")}\n[columns]\n{columns}\n{extra}\n'
    text += "".join(f"[{name}]\n{content}\n" for name, content in sections.items())
    text += '[kind]\ndefault = "claim"\n[channel]\ndefault = "call"\n'
    text = "\n".join(line for line in text.splitlines() if not line.endswith("= -"))
    plan = map_parse(text, file="map.toml")
    source = open_source(path, rule=plan.header_rule())
    with OpenedSource(source):
        reader = RowReader(plan, source.header, 1, NOW, CATEGORIES, counts_from_1904=source.counts_from_1904)
        found: list[Filing | BadInput] = []
        for row in filled_down(source.rows(), reader):
            try:
                found.append(reader.filing(row))
            except BadInput as refusal:
                found.append(refusal)
        return found


def _filing(path: Path, content: str, **given: str) -> Filing:
    path.write_text(content, encoding="utf-8")
    (found,) = _read(path, **given)
    assert isinstance(found, Filing), found
    return found


def test_a_field_may_be_made_of_several_columns(tmp_path: Path) -> None:
    found = _filing(
        tmp_path / "a.csv",
        "编号,日期,钟点,内容,补充,区,路,号,姓,名,手机,座机,一级,二级\n"
        "1,2026-03-01,09:05,灯不亮,两周了,云渡县,柳荫路,12号,谷,小满,,0000-1000001,城建,路灯\n",
        columns='text = ["内容", "补充"]\nreceived_at = ["日期", "钟点"]\nplace = ["区", "路", "号"]\n'
        'address = ["区", "路", "号"]\nname = ["姓", "名"]\nphone = ["手机", "座机"]\ncategory = ["一级", "二级"]',
        join='place = "、"',
    )
    registration, person = found.registration, found.identity
    assert registration.text == "灯不亮\n两周了"
    assert registration.received_at.isoformat() == "2026-03-01T01:05:00+00:00"
    assert (registration.place, registration.category_id) == ("云渡县、柳荫路、12号", 7)
    assert person is not None
    assert (person.name, person.phone, person.address) == ("谷小满", "0000-1000001", "云渡县柳荫路12号")


def test_the_day_of_receipt_may_be_a_constant_or_a_part_of_another_cell(tmp_path: Path) -> None:
    content = "编号,内容\nXF20260301-0012,话\n"
    by_constant = _filing(
        tmp_path / "a.csv", content, columns="received_at = -", constants='received_at = "2026-03-01"'
    )
    by_number = _filing(
        tmp_path / "a.csv",
        content,
        columns='received_at = "编号"',
        extract='received_at = "XF(\\\\d{8})"',
        formats='received_at = "%Y%m%d"',
    )
    for found in (by_constant, by_number):
        assert found.registration.received_at.isoformat() == "2026-02-28T16:00:00+00:00"
        assert found.registration.external_id == "XF20260301-0012"


def test_whom_it_concerns_and_who_must_not_see_it_are_two_columns(tmp_path: Path) -> None:
    found = _filing(
        tmp_path / "a.csv",
        "编号,时间,内容,涉及,被反映\n1,2026-03-01,话,县住建局,某副局长\n",
        columns='concerned = "涉及"\nrespondent = "被反映"',
    ).registration
    assert (found.concerned_text, found.respondent_text) == ("县住建局", "某副局长")


def test_words_may_mean_that_nothing_is_there(tmp_path: Path) -> None:
    found = _filing(
        tmp_path / "a.csv",
        "编号,时间,内容,姓名,电话,答复,答复于\n1,2026-03-01,None,无,-,NULL,\\N\n",
        source='empty = ["none", "NULL", "无", "-", "\\\\N"]',
        columns='text = ["内容", "编号"]\nname = "姓名"\nphone = "电话"\nreply = "答复"\nreply_at = "答复于"',
    )
    assert (found.identity, found.registration.answer, found.registration.text) == (None, None, "1")


def test_words_of_categories_may_be_ours_by_another_name(tmp_path: Path) -> None:
    found = _filing(
        tmp_path / "a.csv",
        "编号,时间,内容,类\n1,2026-03-01,话,路灯照明\n",
        columns='category = "类"',
        category='values = { "路灯照明" = "城建/路灯" }',
    )
    assert found.registration.category_id == 7


def _sheet(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["编号", "时间", "内容", "姓名", "电话"],
        [1, 46082, "话", "甲", "19900000001"],
        [2, None, "又话", None, None],
        [3, None, "三话", None, None],
        [4, 46083, "四话", None, None],
        [5, None, "五话", None, None],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:B4")
    sheet.merge_cells("D2:D3")
    sheet.merge_cells("D5:D6")
    book.save(path)
    return path


def test_a_merged_cell_is_named_and_can_be_filled_down(tmp_path: Path) -> None:
    path = _sheet(tmp_path / "a.xlsx")
    first, second, third, fourth, fifth = _read(path, columns='name = "姓名"\nphone = "电话"')
    assert isinstance(first, Filing) and isinstance(fourth, Filing)
    assert isinstance(second, CellMerged) and "B2:B4" in str(second)
    assert isinstance(third, CellMerged)
    assert isinstance(fifth, InstantMissing)
    found = _read(path, source='fill_down = ["received_at", "name"]', columns='name = "姓名"\nphone = "电话"')
    assert all(isinstance(filing, Filing) for filing in found)
    names = [filing.identity and filing.identity.name for filing in found if isinstance(filing, Filing)]
    # Within a merged cell it is one person's; a blank one, or a merged one that is empty, is nobody's.
    assert names == ["甲", "甲", None, None, None]


def test_below_a_row_that_cannot_be_read_nothing_is_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "1,2026-03-01,话", '2,2026-03-02,"话', "3,,话", "4,2026-03-04,话", "5,,话"
    path.write_text("\n".join(("编号,时间,内容", *rows)) + "\n", encoding="utf-8")
    found = _read(path, source='fill_down = ["received_at"]')
    assert [isinstance(filing, Filing) for filing in found] == [True, False, False, True, True]


def test_a_column_that_is_asked_for_is_named_where_it_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("台账\n编号,时间,内容\n1,2026-03-01,话\n", encoding="utf-8")
    with pytest.raises(ColumnMissing) as refused:
        _read(path, columns='place = ["内容", "地点"]')
    assert refused.value.params["there"] == "编号、时间、内容"


def test_open311_comes_in_by_the_map_that_is_shipped(tmp_path: Path) -> None:
    path = tmp_path / "requests.json"
    path.write_text(
        '{"service_requests": [{"service_request_id": 638344, "status": "closed", "service_name": "Street light",'
        ' "description": "Two weeks dark.", "requested_datetime": "2026-03-01T06:37:38-08:00",'
        ' "updated_datetime": "2026-03-04T06:37:38-08:00", "address": "8TH AVE"},'
        ' {"service_request_id": 638345, "status": "open", "service_name": "Refuse", "description": null,'
        ' "requested_datetime": "2026-03-01T06:37:38Z", "updated_datetime": "2026-03-04T06:37:38Z"}]}',
        encoding="utf-8",
    )
    shipped = Path(__file__).resolve().parents[2] / "docs" / "import-maps" / "open311.toml"
    plan = map_parse(shipped.read_text(encoding="utf-8"), file=shipped.name)
    source = open_source(path, rule=plan.header_rule())
    with OpenedSource(source):
        reader = RowReader(plan, source.header, 1, NOW)
        closed, open_ = (reader.filing(row).registration for row in source.rows())
    assert closed.closed_at is not None and closed.closed_at.isoformat() == "2026-03-04T14:37:38+00:00"
    assert (closed.external_id, closed.text, closed.place) == ("638344", "Street light\nTwo weeks dark.", "8TH AVE")
    assert (open_.closed_at, open_.text) == (None, "Refuse")
