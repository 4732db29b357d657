"""Finding the line with the names of the columns: below a title, or made of two lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huiyin.intake.importing.cells import Cell

# Titles, units and dates of a list stand in its first lines; whatever is below them is content.
HEADER_WITHIN = 10
_BETWEEN = "/"

Missing = Callable[[Sequence[str]], int]
"""How many of the columns that are wanted aren't among these names."""


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Where the header is. `at` counts from 1, 0: found out; `lines` is 1 or 2, 0: found out."""

    missing: Missing
    at: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class TableHeader:
    """The names of the columns; `place` counts the rows above it."""

    names: tuple[str, ...]
    place: int
    lines: int


def first_row_is_it(names: Sequence[str]) -> int:
    """For a file of which nothing is expected: the first row that isn't blank."""
    return 0 if any(names) else 1


def header_find(rows: Sequence[Sequence[Cell]], rule: HeaderRule) -> TableHeader | None:
    """The header among the first rows of a file; None where there is nothing.

    The first row, or pair of rows, with all the columns that are wanted; else the one with most of them, so that what
    is missing can be said.
    """
    texts = [tuple("" if cell is None else str(cell).strip("\ufeff \t\r\n\u3000") for cell in row) for row in rows]
    best: tuple[int, TableHeader] | None = None
    for lines in (rule.lines,) if rule.lines else (1, 2):
        for place in (rule.at - 1,) if rule.at else range(min(len(texts), HEADER_WITHIN)):
            found = _header_at(texts, place, lines)
            if found is None:
                continue
            missing = rule.missing(found.names)
            if missing == 0:
                return found
            if best is None or missing < best[0]:
                best = missing, found
    return best[1] if best else None


def _header_at(texts: Sequence[tuple[str, ...]], place: int, lines: int) -> TableHeader | None:
    if not 0 <= place <= len(texts) - lines:
        return None
    names = texts[place] if lines == 1 else _joined(texts[place], texts[place + 1])
    return TableHeader(names, place, lines) if any(names) else None


def _joined(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """One name of two lines: “信访人/电话”. A cell above several columns stands in the first of them only."""
    width = max(len(upper), len(lower))
    names: list[str] = []
    above = ""
    for place in range(width):
        over = upper[place] if place < len(upper) else ""
        under = lower[place] if place < len(lower) else ""
        if over:
            above = over if under else ""
        names.append(_BETWEEN.join(filter(None, (over or (above if under else ""), under))))
    return tuple(names)
