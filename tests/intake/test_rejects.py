"""A file of refused rows is opened in a spreadsheet, mended, and imported again."""

import csv
from pathlib import Path

from openpyxl import Workbook
from tests.kernel.test_cells import FORMULAS

from huiyin.intake.importing.cells import SourceRow, as_text
from huiyin.intake.importing.rejects import Rejects
from huiyin.intake.importing.source import OpenedSource, open_source


def _refused(path: Path, header: tuple[str, ...], row: tuple[str, ...]) -> Path:
    with Rejects(path, header) as rejects:
        rejects.add(SourceRow(7, row), "=原因")
    return rejects.path


def _read(path: Path) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    source = open_source(path)
    with OpenedSource(source):
        return source.header, [tuple(as_text(cell) for cell in row.cells) for row in source.rows()]


def test_refused_rows_come_in_again_as_they_were_however_often(tmp_path: Path) -> None:
    header = ("编号", *(f"列{index}" for index in range(len(FORMULAS) - 1)), "=公式列")
    row = ("A1", *(cell.strip() for cell in FORMULAS))
    path = _refused(tmp_path / "one.csv", header, row)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@|%＝＋－＠"))]
    for turn in range(2):
        names, rows = _read(path)
        assert names[2:] == header
        assert [found[2:] for found in rows] == [row]
        path = _refused(tmp_path / f"again-{turn}.csv", names, rows[0])
    assert path.read_text(encoding="utf-8") == (tmp_path / "one.csv").read_text(encoding="utf-8")


def test_saved_as_a_workbook_they_come_in_as_they_were_too(tmp_path: Path) -> None:
    path = _refused(tmp_path / "one.csv", ("编号", "内容"), ("A1", "=1+1"))
    book = Workbook()
    assert book.active is not None
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            book.active.append(line)
    book.save(tmp_path / "one.xlsx")
    names, rows = _read(tmp_path / "one.xlsx")
    assert (names[2:], rows[0][2:]) == (("编号", "内容"), ("A1", "=1+1"))


def test_another_file_keeps_its_apostrophes(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("编号,内容\nA1,'=1\n", encoding="utf-8")
    assert _read(path)[1] == [("A1", "'=1")]
