"""A quotation mark that isn't closed costs its own line, and nothing of one row gets into another."""

import csv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.intake.importing.cells import SourceRow
from huiyin.intake.importing.source import OpenedSource, Source, open_source

HEADER = "编号,时间,标题,内容,姓名,电话"


def _source(path: Path, *lines: str, end: str = "\n") -> Source:
    path.write_text(end.join((HEADER, *lines)) + end, encoding="utf-8", newline="")
    return open_source(path)


def _read(path: Path, *lines: str, end: str = "\n") -> list[SourceRow]:
    source = _source(path, *lines, end=end)
    with OpenedSource(source):
        rows = list(source.rows())
        assert source.lines.total == len(path.read_text(encoding="utf-8").splitlines())
        assert source.lines.rows == len(rows)
    return rows


def _row(number: int, text: str = "路口的灯不亮") -> str:
    return f"{number},2026-03-0{number},标题{number},{text},甲{number},1990000000{number}"


@pytest.mark.parametrize(
    "second",
    [
        '"没有关上的话',
        '"没有关上的话""',
        '"关得太早"的话',
        '"关得太早" 的话',
    ],
)
@pytest.mark.parametrize("fourth", ["平常的话", "", '"带,逗号的话"', '""', '他说"', '"两行的话,\n第二行"'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_with_the_open_mark_is_refused_and_the_others_are_read(
    tmp_path: Path, second: str, fourth: str, end: str
) -> None:
    rows = _read(tmp_path / "old.csv", _row(1), _row(2, second), _row(3), _row(4, fourth), _row(5), end=end)
    assert [(row.cells[0], row.refusal is None) for row in rows] == [
        ("1", True), ("2", False), ("3", True), ("4", True), ("5", True)
    ]  # fmt: skip
    assert [row.number for row in rows][:4] == [2, 3, 4, 5]
    assert rows[1].cells[-2:] == ("甲2", "19900000002")
    assert rows[2].cells[-2:] == ("甲3", "19900000003")
    assert rows[3].cells[-2:] == ("甲4", "19900000004")


def test_what_the_swallowed_rows_leave_over_never_makes_a_whole_row(tmp_path: Path) -> None:
    """Three cells before the open mark and three behind the stray one are as many as the header has."""
    rows = _read(tmp_path / "old.csv", _row(1), _row(2, '"没有关上'), _row(3), _row(4, '他说"'), _row(5))
    assert all(len(row.cells) == 6 for row in rows)
    assert [row.cells[0] for row in rows if row.refusal is None] == ["1", "3", "4", "5"]


def test_a_text_of_several_lines_whose_mark_is_open_takes_no_one_with_it(tmp_path: Path) -> None:
    rows = _read(
        tmp_path / "old.csv", _row(1), _row(2, '"第一行,\n第二行\n第三行'), _row(3), _row(4, '他说"'), _row(5)
    )
    assert [row.cells[0] for row in rows if row.refusal is None] == ["1", "3", "4", "5"]
    assert all("甲3" not in str(row.cells) for row in rows if row.cells[0] != "3")


def test_texts_of_several_lines_with_separators_and_marks_come_in_whole(tmp_path: Path) -> None:
    text = 'a,b\n1, 2, 3\n他说"好的",\n\n最后一行'
    path = tmp_path / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER.split(","), ["1", "2026-03-01", "t", text, "甲", "199"]])
    source = open_source(path)
    with OpenedSource(source):
        (row,) = source.rows()
    assert (row.refusal, row.cells[3]) == (None, text)
    assert (source.lines.above, source.lines.rows, source.lines.within) == (1, 1, 4)


def test_a_line_with_as_many_separators_as_a_row_is_none_where_they_stand_in_a_cell(tmp_path: Path) -> None:
    rows = _read(tmp_path / "old.csv", _row(1, '"第一行\n（经查,第二行"'), '2,2026-03-02,t,"a\nb","经查,某,某",199')
    assert [row.refusal for row in rows] == [None, None]


def test_an_open_mark_in_a_long_file_costs_one_line(tmp_path: Path) -> None:
    lines = [
        f"{number},2026-03-01,t,第{number}件事情的经过写在这里,甲{number},199{number:08}" for number in range(9_000)
    ]
    lines[70] = lines[70].replace("第70", '"第70')
    rows = _read(tmp_path / "old.csv", *lines)
    assert [row.number for row in rows if row.refusal] == [72]
    assert len(rows) == 9_000


def test_short_rows_are_read_where_nothing_was_broken(tmp_path: Path) -> None:
    rows = _read(tmp_path / "old.csv", "1,2026-03-01,t,话", '2,2026-03-01,t,"两行\n的话"')
    assert [row.refusal for row in rows] == [None, None]


_SIGNS = "①②③④⑤⑥"
_FOLDER = TemporaryDirectory()
# What begins with a mark and a separator can't be told from the end of what was swallowed.
_CELL = st.text(alphabet='ab,"\n路灯 ', max_size=8).filter(lambda text: not text.startswith('"'))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=6), broken=st.integers(0, 5))
def test_no_row_ever_holds_a_piece_of_another(rows: list[tuple[str, str, str]], broken: int) -> None:
    """Each row says in every column whose it is; one has its last mark taken away."""
    lines = list(_written(rows))
    place = broken % len(lines)
    lines[place] = _without_last_mark(lines[place])
    path = Path(_FOLDER.name) / "old.csv"
    path.write_text("k,a,b,c,z\n" + "".join(lines), encoding="utf-8", newline="")
    source = open_source(path)
    with OpenedSource(source):
        for row in source.rows():
            if row.refusal is None:
                assert len({sign for cell in row.cells for sign in str(cell) if sign in _SIGNS}) <= 1


def _written(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    for number, (first, second, third) in enumerate(rows):
        own = _SIGNS[number]
        cells = [own, f"{first}{own}", f"{second}{own}", f"{third}{own}", own]
        yield (
            ",".join('"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n') else cell for cell in cells)
            + "\n"
        )


def _without_last_mark(line: str) -> str:
    place = line.rfind('"')
    return line if place < 0 else line[:place] + line[place + 1 :]
