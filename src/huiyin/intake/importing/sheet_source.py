"""Reading one sheet of an XLSX workbook, and knowing which of its cells are merged.

It is read by a process of its own, `sheet_process`: a workbook of some kilobytes can take all memory there is.
"""

import json
import os
import subprocess
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

from huiyin.intake.importing.cells import Cell, LineCount, SourceFacts, SourceRow, is_blank, is_ours
from huiyin.intake.importing.errors import CellsTooMany, SourceUnreadable
from huiyin.intake.importing.header import HEADER_WITHIN, HeaderRule, header_find
from huiyin.intake.importing.sheet_refusals import NO_SHEET, NO_TABLE, TOO_LARGE
from huiyin.kernel.cells import as_before

_PROGRAM = (sys.executable, "-m", "huiyin.intake.importing.sheet_process")
# Of memory, and of the processor's time for every 500 rows; a list of 20,000 real rows takes less than half of both.
_MEGABYTES, _SECONDS = 272, 10
# It gets none of the secrets that stand in our surroundings.
_SEES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
_MERGED_MOST = 200
_REASONS = {
    TOO_LARGE: "解压以后太大，请分成几个文件，或另存为 CSV",
    NO_TABLE: "里面没有数据表",
}
_BROKEN = "不是完好的 .xlsx 文件"


class SheetSource:
    """One sheet of an XLSX workbook."""

    def __init__(self, path: Path, *, rule: HeaderRule, sheet: str = "") -> None:
        """An empty `sheet` is the first one. Raises SourceUnreadable."""
        self._name, self._wanted = path.name, sheet
        self._process = _started(path, sheet)
        try:
            opened = self._line()
            rows = self._all_rows()
            first = list(islice(rows, max(HEADER_WITHIN, rule.at) + 1))
            header = header_find(first, rule)
            if header is None:
                raise SourceUnreadable(file=path.name, reason="应有一行列名，这里是空的")
        except BaseException:
            self.close()
            raise
        self._merged = _Merged(opened["merged"])
        self._most = int(opened["most"])
        self.counts_from_1904 = bool(opened["from_1904"])
        self.lines = LineCount()
        self._number = self.lines.above = header.place + header.lines
        self._rows = chain(first[self._number :], rows)
        self._is_ours = is_ours(header.names)
        self.header = tuple(map(as_before, header.names)) if self._is_ours else header.names
        self.facts = SourceFacts(
            "XLSX",
            sheet=opened["title"],
            other_sheets=tuple(name for name in opened["names"] if name != opened["title"]),
            header_at=header.place + 1,
            header_lines=header.lines,
        )

    def rows(self) -> Iterator[SourceRow]:
        """As Source."""
        for cells in self._rows:
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
        _end(self._process)

    def _all_rows(self) -> Iterator[tuple[Cell, ...]]:
        while "end" not in (line := self._line()):
            yield from (tuple(map(_cell, row)) for row in line["rows"])

    def _line(self) -> dict[str, Any]:
        """What the other process says next. Raises SourceUnreadable for a refusal, and where it had to be ended."""
        return _line_of(self._process, self._name, self._wanted)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook, in their order. Raises SourceUnreadable."""
    process = _started(path, "")
    try:
        return tuple(_line_of(process, path.name, "")["names"])
    finally:
        _end(process)


def _line_of(process: "subprocess.Popen[bytes]", name: str, wanted: str) -> dict[str, Any]:
    text = process.stdout.readline() if process.stdout is not None else b""
    # A line that isn't whole is all that a process leaves which the system has ended for time or memory.
    line: dict[str, Any] = json.loads(text) if text.endswith(b"\n") else {"refused": TOO_LARGE, "there": []}
    if "refused" in line:
        raise SourceUnreadable(file=name, reason=_reason(line, wanted))
    return line


def _reason(line: dict[str, Any], wanted: str) -> str:
    if line["refused"] == NO_SHEET:
        return f"没有“{wanted}”这张表，有：{'、'.join(line['there'])}"
    return _REASONS.get(line["refused"], _BROKEN)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdout is not None:
        process.stdout.close()
    process.kill()
    process.wait()


def _started(path: Path, sheet: str) -> "subprocess.Popen[bytes]":
    surroundings = {name: os.environ[name] for name in _SEES if name in os.environ}
    with path.open("rb") as file:
        return subprocess.Popen(  # noqa: S603 - this very program
            (*_PROGRAM, sheet, str(_MEGABYTES), str(_SECONDS)), stdin=file, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=surroundings,
        )  # fmt: skip


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, list):
        return cell
    sort, value = cell
    match sort:
        case "datetime":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "time":
            return time.fromisoformat(value)
        case "span":
            return timedelta(seconds=value)
        case _:
            return str(value)


class _Merged:
    """The ranges of merged cells that reach over several rows, by column."""

    def __init__(self, ranges: Iterable[tuple[str, str, str, str]]) -> None:
        # Loaded where a table is read, not wherever one could be.
        from openpyxl.utils.cell import column_index_from_string  # noqa: PLC0415

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
