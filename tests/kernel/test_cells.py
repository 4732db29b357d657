"""No cell of a table that leaves is a formula, and each can be read again as it was."""

import csv
import io

import pytest

from huiyin.kernel.cells import as_before, csv_text, inert

FORMULAS = (
    '=HYPERLINK("http://evil.invalid","看")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1",
    "＝1+1", "＋1", "－1", "＠x", "|calc", "%0A", "'=1", "''=1", "-5", "+8619900000101", " =1", "\u3000=1", "' =1",
)  # fmt: skip
PLAIN = ("电梯停运", "'n zin", "3-2=1", "a@b.invalid", "", "’=1", " x", "' x")


@pytest.mark.parametrize("cell", FORMULAS + PLAIN)
def test_no_cell_is_a_formula_and_each_comes_back(cell: str) -> None:
    shown = inert(cell)
    assert not shown.strip(" \u3000").startswith(tuple("=+-@|%\t\r\n＝＋－＠"))
    assert as_before(shown) == cell
    assert (shown == cell) == (cell in PLAIN)


def test_a_table_is_inert_with_its_heading_and_its_numbers_stay_numbers() -> None:
    text = csv_text([["=名称", "数"], ["@x，y", -5], ['说"好"', None]])
    assert text.startswith("\ufeff'=名称,数\r\n") and "\n'@x，y,-5\r\n" in text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows == [["'=名称", "数"], ["'@x，y", "-5"], ['说"好"', ""]]
