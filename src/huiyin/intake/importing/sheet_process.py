"""The program that reads a workbook: a process of its own, within bounds of memory and time.

Started as `python -m huiyin.intake.importing.sheet_process SHEET MEGABYTES SECONDS` with the workbook as its standard
input, a plain file; an empty SHEET is the first one. It writes a line of JSON each for the workbook (`Opened`), for
some rows together, and for the end. A cell is a text, a number, true, false or null; an instant, day, time or span is
`["datetime", "2026-03-01T00:00:00"]` and its like. `SECONDS` of the processor's time are for what comes before the
first rows, and for every 500 rows again.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from huiyin.intake.importing.sheet_refusals import BROKEN, NO_SHEET, NO_TABLE, TOO_LARGE
from huiyin.kernel.archives import has_too_many_entries
from huiyin.kernel.xml_parts import declares_a_type

_CHUNK = 1 << 20
_ROWS_AT_ONCE = 500
# As many as a sheet may have.
_ROWS_ALL, _CELLS_MOST = 1_048_576, 16_384
# Bytes of a part once it is unpacked.
_PART_MOST, _ROWS_MOST = 48 << 20, 2 << 30
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_MOST_HELD = re.compile(r"VmHWM:\s*([0-9]+) kB")
_MERGED_LONGEST = 200
_MERGED_ALL = 100_000


class SheetRefused(Exception):
    """Why this workbook isn't read: one of the words above, and what there is instead."""

    def __init__(self, reason: str, there: tuple[str, ...] = ()) -> None:
        """`there`: the sheets that it has."""
        super().__init__(reason)
        self.reason, self.there = reason, there


def main(sheet: str, megabytes: int, seconds: int) -> None:
    """Write what is in it, or why it isn't read."""
    _bound(resource.RLIMIT_AS, megabytes << 20)
    try:
        for line in _lines(sys.stdin.buffer, sheet, seconds):
            _write(line)
    except SheetRefused as refused:
        _write({"refused": refused.reason, "there": refused.there})
    except MemoryError:
        _write({"refused": TOO_LARGE, "there": ()})
    except BrokenPipeError:  # nobody wants to know any more
        sys.stderr.close()
    except Exception:
        # The library raises whatever its parts raise: of XML, of the archive, of numbers, of names that aren't there.
        _write({"refused": TOO_LARGE if _had_no_room(megabytes) else BROKEN, "there": ()})


def _had_no_room(megabytes: int) -> bool:
    """Whether most of the memory was taken: some parts of the library call that an error in the XML."""
    try:
        peak = int(_MOST_HELD.findall(Path("/proc/self/status").read_text(encoding="ascii"))[0]) >> 10
    except (OSError, ValueError, IndexError):
        # Not Linux, where this would begin with what the process had taken that started this one.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return peak > megabytes * 0.4


def _lines(file: BinaryIO, wanted: str, seconds: int) -> Iterator[dict[str, Any]]:
    _allow(seconds)
    if has_too_many_entries(file):
        raise SheetRefused(TOO_LARGE)
    _demand_small(file)
    book = load_workbook(file, read_only=True, data_only=True)
    sheet = _chosen(book, wanted)
    most = sheet.max_row or 0
    # What the file says of its own size is often wrong and would cut rows off.
    sheet.reset_dimensions()
    yield {
        "title": sheet.title,
        "names": book.sheetnames,
        "from_1904": book.epoch == CALENDAR_MAC_1904,
        "most": most,
        "merged": _merged(file, sheet),
    }
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)  # type: ignore[misc]
    for _ in range(0, _ROWS_ALL, _ROWS_AT_ONCE):
        _allow(seconds)
        found = [_cells(row) for row in islice(rows, _ROWS_AT_ONCE)]
        if not found:
            yield {"end": True}
            return
        yield {"rows": found}
    raise SheetRefused(TOO_LARGE)


def _demand_small(file: BinaryIO) -> None:
    """That what the library holds in memory at once isn't large, and that no part declares entities."""
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            # Rows are read one by one, the texts that they share and all that isn't rows at once.
            most = _ROWS_MOST if part.filename.startswith("xl/worksheets/") else _PART_MOST
            if part.file_size > most:
                raise SheetRefused(TOO_LARGE)
        if declares_a_type(archive):
            raise SheetRefused(BROKEN)
    file.seek(0)


def _chosen(book: Any, wanted: str) -> ReadOnlyWorksheet:
    if wanted and wanted not in book.sheetnames:
        raise SheetRefused(NO_SHEET, tuple(book.sheetnames))
    chosen = book[wanted] if wanted else next(iter(book.worksheets), None)
    if not isinstance(chosen, ReadOnlyWorksheet):
        raise SheetRefused(NO_TABLE)
    return chosen


def _merged(file: BinaryIO, sheet: ReadOnlyWorksheet) -> list[tuple[str, ...]]:
    """A workbook that is read row by row doesn't tell; the ranges stand behind the rows of the sheet's part."""
    found: list[tuple[str, ...]] = []
    # No public name leads to the sheet's own part.
    place: str = getattr(sheet, "_worksheet_path")  # noqa: B009
    with zipfile.ZipFile(file) as archive, archive.open(place) as part:
        behind = b""
        while chunk := part.read(_CHUNK):
            text = behind + chunk
            last = 0
            for match in _MERGED.finditer(text):
                found.append(tuple(group.decode() for group in match.groups()))
                last = match.end()
            if len(found) > _MERGED_ALL:
                raise SheetRefused(TOO_LARGE)
            # A range may begin in this piece and end in the next.
            behind = text[max(last, len(text) - _MERGED_LONGEST) :]
    return found


def _cells(row: tuple[Any, ...]) -> list[Any]:
    if len(row) > _CELLS_MOST:
        raise SheetRefused(TOO_LARGE)
    return [cell if cell is None or isinstance(cell, (str, int, float)) else _spelled(cell) for cell in row]


def _spelled(cell: object) -> list[Any]:
    match cell:
        case datetime():
            return ["datetime", cell.isoformat()]
        case date():
            return ["date", cell.isoformat()]
        case time():
            return ["time", cell.isoformat()]
        case timedelta():
            return ["span", cell.total_seconds()]
        case _:
            return ["text", str(cell)]


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _allow(seconds: int) -> None:
    """So much of the processor's time from now on; else the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _bound(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def _bound(what: int, most: int) -> None:
    try:
        # The hard bound stays: the soft one is to be raised again for the rows that follow.
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
    except (ValueError, OSError):
        return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
