"""Rows and cells as a file holds them, whatever sort of file it is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as day
from datetime import datetime, time
from types import MappingProxyType
from typing import Protocol

from huiyin.kernel.errors import BadInput

Cell = object
# The two columns that a file of refused rows has in front.
NUMBER, REASON = "回音_行号", "回音_原因"
ADDED_COLUMNS = frozenset({NUMBER, REASON})
# What a spreadsheet makes of a number with more digits than it can keep.
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+\d+")
# It keeps fifteen digits; what is behind them is rounded away.
_DIGITS_KEPT = 10**15
_NOTHING: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it stands in the file.

    `number` counts from 1 with the header: physical lines of a CSV, as an editor shows them, rows of a sheet, objects
    of a JSON file. `merged` names, by place, the range of a merged cell whose text stands in a row above.
    """

    number: int
    cells: tuple[Cell, ...]
    refusal: BadInput | None = None
    merged: Mapping[int, str] = field(default_factory=lambda: _NOTHING)


@dataclass(slots=True)
class LineCount:
    """Every physical line of a file is one of these: `total` is their sum.

    `above` stand above the header or are the header; `within` are line breaks inside of cells.
    """

    above: int = 0
    rows: int = 0
    blank: int = 0
    within: int = 0

    @property
    def total(self) -> int:
        """All lines that have been read."""
        return self.above + self.rows + self.blank + self.within


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """How a file was understood, to be said to whoever imports it; what doesn't apply is empty."""

    sort: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    header_at: int = 1
    header_lines: int = 1


class Source(Protocol):
    """A table that is being read. `counts_from_1904` says how its serial numbers of days count."""

    header: tuple[str, ...]
    facts: SourceFacts
    lines: LineCount
    counts_from_1904: bool

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the header that aren't blank."""

    def done(self) -> float:
        """How much of it has been read, from 0 to 1."""

    def close(self) -> None:
        """Let go of the file."""


def as_text(cell: Cell) -> str:
    """A cell as text, trimmed: spreadsheets keep whole numbers as fractions and days as instants.

    A number that is too long for a spreadsheet stays recognisable as one that was rewritten.
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (day, time)):
        return cell.isoformat()
    return str(cell)


def is_ours(header: Iterable[str]) -> bool:
    """Whether it is the header of a file of refused rows."""
    return set(header) >= ADDED_COLUMNS


def is_rewritten(text: str) -> bool:
    """Whether this is a long number of which a spreadsheet has kept the beginning: 2.02603E+17."""
    return "+" in text and _SCIENTIFIC.fullmatch(text) is not None


def is_blank(cells: Iterable[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return all(cell is None or cell == "" for cell in cells)


def _number(cell: float) -> str:
    # The second half is true of NaN alone, which has no whole part.
    if abs(cell) >= _DIGITS_KEPT or cell != cell:
        return f"{cell:.14E}"
    return str(int(cell)) if cell == int(cell) else str(cell)
