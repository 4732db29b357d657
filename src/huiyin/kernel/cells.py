"""Cells of tables that leave for a spreadsheet: none of them is calculated there."""

import csv
import io
import re
from collections.abc import Iterable
from typing import TextIO, TypeVar

# By this mark spreadsheets know UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet calculate a cell, or ask a program: also as East Asian keyboards write it, and behind
# blanks, which some spreadsheets take away first.
_FORMULA = re.compile(r"'*[ \u3000]*[=+\-@|%\t\r\n＝＋－＠]")

CellT = TypeVar("CellT")


def inert(text: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe stands before what would be a formula. See `as_before`."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_before(text: str) -> str:
    """What `inert` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def inert_row(cells: Iterable[CellT]) -> list[CellT | str]:
    """The same cells, no text among them a formula; numbers stay numbers."""
    return [inert(cell) if isinstance(cell, str) else cell for cell in cells]


def csv_write(target: TextIO, rows: Iterable[Iterable[object]]) -> None:
    """Comma-separated lines, no cell a formula. A file begins with BYTE_ORDER_MARK, before the first of them."""
    csv.writer(target).writerows(map(inert_row, rows))


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """A whole table as the text of a file."""
    target = io.StringIO(BYTE_ORDER_MARK)
    target.seek(0, io.SEEK_END)
    csv_write(target, rows)
    return target.getvalue()
