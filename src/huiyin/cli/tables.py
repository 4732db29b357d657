"""A table that a command writes: a spreadsheet or a CSV by the file's name, and never over another file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

from huiyin.kernel.cells import csv_write, inert_row
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.text import xml_text

_XLSX, _CSV = ".xlsx", ".csv"
Sheet = tuple[str, Sequence[Iterable[object]]]


class FormatUnknown(BadInput):
    """Neither a spreadsheet nor a CSV."""

    sentence = "文件名要以 .xlsx 或 .csv 结尾。"


class FileThere(Conflict):
    """No file is written over another one."""

    sentence = "%(file)s 已经有了，请换一个文件名。"


def table_check(file: Path) -> None:
    """Raises FormatUnknown, FileThere."""
    if file.suffix.lower() not in {_XLSX, _CSV}:
        raise FormatUnknown
    if file.exists():
        raise FileThere(file=file)


def is_spreadsheet(file: Path) -> bool:
    """Whether its name says so; else it is a CSV."""
    return file.suffix.lower() == _XLSX


def table_write(file: Path, sheets: Sequence[Sheet]) -> None:
    """Write all sheets, or into a CSV the first one. No cell is calculated where it is opened."""
    # Only a new file: it may have come since it was looked for, and is never written over.
    if not is_spreadsheet(file):
        # With the mark by which spreadsheets know the encoding.
        with file.open("x", encoding="utf-8-sig", newline="") as text:
            csv_write(text, sheets[0][1])
        return
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([xml_text(cell) if isinstance(cell, str) else cell for cell in inert_row(row)])
    with file.open("xb") as target:
        book.save(target)
