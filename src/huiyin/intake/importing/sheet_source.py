"""Reading one sheet of an XLSX workbook, and knowing which of its cells are merged."""

import re
import zipfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from huiyin.intake.importing.cells import Cell, LineCount, SourceFacts, SourceRow, as_before, is_blank, is_ours
from huiyin.intake.importing.errors import CellsTooMany, SourceUnreadable
from huiyin.intake.importing.header import HEADER_WITHIN, HeaderRule, header_find
from huiyin.kernel.errors import BadInput

_CHUNK = 1 << 20
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_MERGED_MOST = 200
# Bytes of a part once it is unpacked.
_PART_MOST, _ROWS_MOST = 48 << 20, 2 << 30


class SheetSource:
    """One sheet of an XLSX workbook."""

    def __init__(self, path: Path, *, rule: HeaderRule, sheet: str = "") -> None:
        """An empty `sheet` is the first one. Raises SourceUnreadable."""
        self._name = path.name
        # Opened here: a library that opens it by its path asks for an ending that a file on its way may not have.
        self._file = path.open("rb")
        try:
            with self._readable():
                _demand_small(self._file, path.name)
                self._book = load_workbook(self._file, read_only=True, data_only=True)
                self.counts_from_1904 = self._book.epoch == CALENDAR_MAC_1904
                chosen = self._chosen(path, sheet)
                self._most = chosen.max_row or 0
                # What the file says of its own size is often wrong and would cut rows off.
                chosen.reset_dimensions()
                self._merged = _merged_ranges(path, chosen)
                rows: Iterator[tuple[Cell, ...]] = chosen.iter_rows(values_only=True)  # type: ignore[misc]
                first = list(islice(rows, max(HEADER_WITHIN, rule.at) + 1))
                header = header_find(first, rule)
                if header is None:
                    raise SourceUnreadable(file=path.name, reason="应有一行列名，这里是空的")
        except BaseException:
            self._file.close()
            raise
        self.lines = LineCount()
        self._number = self.lines.above = header.place + header.lines
        self._rows = chain(first[self._number :], rows)
        self._is_ours = is_ours(header.names)
        self.header = tuple(map(as_before, header.names)) if self._is_ours else header.names
        self.facts = SourceFacts(
            "XLSX",
            sheet=chosen.title,
            other_sheets=tuple(name for name in self._book.sheetnames if name != chosen.title),
            header_at=header.place + 1,
            header_lines=header.lines,
        )

    def rows(self) -> Iterator[SourceRow]:
        """As Source."""
        for cells in self._cells():
            self._number += 1
            if is_blank(cells):
                self.lines.blank += 1
                continue
            self.lines.rows += 1
            extra = not is_blank(cells[len(self.header) :])
            refusal = CellsTooMany(found=len(cells), expected=len(self.header)) if extra else None
            plain = tuple(map(_plain, cells)) if self._is_ours else tuple(cells)
            yield SourceRow(self._number, plain, refusal, self._merged.below_the_first(self._number))

    def done(self) -> float:
        """As Source."""
        return min(self._number / self._most, 1.0) if self._most else 0.0

    def close(self) -> None:
        """As Source."""
        self._book.close()
        self._file.close()

    def _cells(self) -> Iterator[tuple[Cell, ...]]:
        while True:
            with self._readable():
                cells = next(self._rows, None)
            if cells is None:
                return
            yield cells

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Whatever the library stumbles over in a workbook that isn't as it should be. Raises SourceUnreadable."""
        try:
            yield
        except BadInput:
            raise
        except Exception as error:
            # It raises whatever its parts raise: of XML, of the archive, of numbers, of names that aren't there.
            raise SourceUnreadable(file=self._name, reason="不是完好的 .xlsx 文件") from error

    def _chosen(self, path: Path, sheet: str) -> ReadOnlyWorksheet:
        if sheet and sheet not in self._book.sheetnames:
            there = "、".join(self._book.sheetnames)
            raise SourceUnreadable(file=path.name, reason=f"没有“{sheet}”这张表，有：{there}")
        chosen = self._book[sheet] if sheet else next(iter(self._book.worksheets), None)
        if not isinstance(chosen, ReadOnlyWorksheet):
            raise SourceUnreadable(file=path.name, reason="里面没有数据表")
        return chosen


def _demand_small(file: BinaryIO, name: str) -> None:
    """That what the library holds in memory at once isn't large. Raises SourceUnreadable."""
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            # Rows are read one by one, the texts that they share and all that isn't rows at once.
            most = _ROWS_MOST if part.filename.startswith("xl/worksheets/") else _PART_MOST
            if part.file_size > most:
                raise SourceUnreadable(file=name, reason="解压以后太大，请分成几个文件，或另存为 CSV")
    file.seek(0)


class _Merged:
    """The ranges of merged cells that reach over several rows, by column."""

    def __init__(self, ranges: Iterable[tuple[str, str, str, str]]) -> None:
        self._by_column: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for left, top, right, bottom in ranges:
            first, last = column_index_from_string(left), column_index_from_string(right)
            if int(bottom) > int(top):
                for column in range(first, min(last, first + _MERGED_MOST) + 1):
                    self._by_column[column - 1].append((int(top), int(bottom), f"{left}{top}:{right}{bottom}"))
        for found in self._by_column.values():
            found.sort()

    def below_the_first(self, row: int) -> dict[int, str]:
        """The ranges that reach into this row from above, by place."""
        found = {}
        for place, ranges in self._by_column.items():
            at = bisect_right(ranges, (row - 1, 1 << 30, "")) - 1
            if at >= 0 and ranges[at][1] >= row:
                found[place] = ranges[at][2]
        return found


def _plain(cell: Cell) -> Cell:
    """Without what a file of refused rows, saved as a workbook, puts before a formula."""
    return as_before(cell) if isinstance(cell, str) else cell


def _merged_ranges(path: Path, sheet: ReadOnlyWorksheet) -> _Merged:
    """A workbook that is read row by row doesn't tell; the ranges stand behind the rows of the sheet's part."""
    found: list[tuple[str, str, str, str]] = []
    # No public name leads to the sheet's own part.
    place: str = getattr(sheet, "_worksheet_path")  # noqa: B009
    with zipfile.ZipFile(path) as archive, archive.open(place) as part:
        behind = b""
        while chunk := part.read(_CHUNK):
            text = behind + chunk
            last = 0
            for match in _MERGED.finditer(text):
                left, top, right, bottom = (group.decode() for group in match.groups())
                found.append((left, top, right, bottom))
                last = match.end()
            behind = text[max(last, len(text) - _MERGED_MOST) :]
    return _Merged(found)
