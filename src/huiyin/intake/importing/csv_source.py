"""Reading a CSV: a quotation mark that isn't closed costs its own line, never those that follow."""

import csv
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from huiyin.intake.importing.cells import ADDED_COLUMNS, LineCount, SourceFacts, SourceRow
from huiyin.intake.importing.encodings import encoding_of, has_broken_bytes, known_codec, open_text, text_lines
from huiyin.intake.importing.errors import (
    BytesUnreadable,
    CellsTooFew,
    CellsTooMany,
    LineUnreadable,
    QuoteUnclosed,
    SourceUnreadable,
)
from huiyin.intake.importing.header import HEADER_WITHIN, HeaderRule, TableHeader, header_find
from huiyin.kernel.cells import as_before
from huiyin.kernel.errors import BadInput

# A cell is never that long; what is swallowed by an open quotation mark is, and is given back line by line.
_CELL_MOST = 1 << 18
_DELIMITERS = ",\t;|"
_START = 1 << 14
# With fewer columns a line of a text has as many separators by chance.
_SURELY_A_ROW = 4
_QUOTES_AMISS = ("unexpected end of data", "expected after", "field larger than")


class CsvSource:
    """A CSV file."""

    counts_from_1904 = False

    def __init__(self, path: Path, *, rule: HeaderRule, encoding: str = "", delimiter: str = "") -> None:
        """An empty `encoding` or `delimiter` is found out. Raises SourceUnreadable."""
        csv.field_size_limit(_CELL_MOST)
        self._size = max(path.stat().st_size, 1)
        self._file: BinaryIO = path.open("rb")
        self.lines = LineCount()
        try:
            self._is_ours = _is_ours(self._file)
            if self._is_ours:  # a file of refused rows isn't laid out as its source was
                encoding, delimiter, rule = "", "", HeaderRule(rule.missing, at=1, lines=1)
            name = known_codec(encoding, path) if encoding else encoding_of(self._file, path)
            self._text = open_text(self._file, name)
            self._lines = _Lines(text_lines(self._text))
            self._delimiter = delimiter or _delimiter_of(self._lines.ahead(HEADER_WITHIN + 1), rule)
            # Without `strict` the reader guesses at a quotation mark in the wrong place instead of naming it.
            self._reader = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
            header = self._find_header(rule, path)
        except Exception:
            self._file.close()
            raise
        self.header = tuple(map(self._plain, header.names))
        self.facts = SourceFacts(
            "CSV", encoding=name, delimiter=self._delimiter, header_at=header.place + 1, header_lines=header.lines
        )

    def rows(self) -> Iterator[SourceRow]:
        """As Source."""
        while True:
            number, is_again = self._lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(number, _refusal_of(error))
                continue
            lines = self._lines.passed
            if len(lines) > 1 and self._swallows(lines, cells):
                yield self._broken(number, QuoteUnclosed())
                continue
            if not any(cells):
                self.lines.blank += len(lines)
                continue
            self.lines.rows += 1
            self.lines.within += len(lines) - 1
            yield SourceRow(number, tuple(map(self._plain, cells)), self._refusal(cells, strictly=is_again))

    def done(self) -> float:
        """As Source."""
        return min(self._file.tell() / self._size, 1.0)

    def close(self) -> None:
        """As Source."""
        self._text.close()

    def _find_header(self, rule: HeaderRule, path: Path) -> TableHeader:
        """Read the first lines, choose, and put back all that is below the header."""
        records: list[tuple[int, list[str]]] = []
        physical: list[str] = []
        wanted = max(HEADER_WITHIN, rule.at) + 1
        while len(records) < wanted:
            self._lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                break
            except csv.Error:
                cells = self._as_it_stands(self._lines.give_back_all_but_one())
            physical += self._lines.passed
            records.append((len(physical), cells))
        found = header_find([cells for _, cells in records], rule)
        if found is None:
            raise SourceUnreadable(file=path.name, reason="应有一行列名，这里是空的")
        above = records[found.place + found.lines - 1][0]
        self._lines.put_back(physical[above:], number=above)
        self.lines.above = above
        # The names below are read in the first record; the count of rows goes on in physical lines.
        place = records[found.place - 1][0] if found.place else 0
        return TableHeader(found.names, place, found.lines)

    def _broken(self, number: int, refusal: BadInput) -> SourceRow:
        """The first physical line alone; the others are read once more, each for itself."""
        line = self._lines.give_back_all_but_one()
        self.lines.rows += 1
        return SourceRow(number, tuple(map(self._plain, self._as_it_stands(line))), refusal)

    def _plain(self, cell: str) -> str:
        """Without what a file of refused rows puts before a formula."""
        return as_before(cell) if self._is_ours else cell

    def _as_it_stands(self, line: str) -> list[str]:
        """The cells of a line whose quotation marks mean nothing."""
        try:
            return next(csv.reader([line.rstrip("\r\n")], delimiter=self._delimiter, quoting=csv.QUOTE_NONE), [])
        except csv.Error:  # longer than any cell
            return [line.rstrip("\r\n")]

    def _swallows(self, lines: Sequence[str], cells: Sequence[str]) -> bool:
        """Whether a record of several lines is several records, of which one had an open quotation mark.

        Its cells are too few or too many, one of its lines is a row by itself, or the mark that ends the long cell
        stands behind a separator, as a mark does that begins one.
        """
        long = [cell for cell in cells if self._delimiter in cell and ("\n" in cell or "\r" in cell)]
        if not long:
            return False
        columns = len(self.header)
        return (
            _width(cells, columns) != columns
            or any(cell.endswith(self._delimiter) for cell in long)
            or any(self._is_a_row(line, lines[0]) for line in lines[1:])
        )

    def _is_a_row(self, line: str, first: str) -> bool:
        columns = len(self.header)
        cells = _cells(line, self._delimiter)
        if columns < 2 or len(cells) != columns:
            return False
        return columns >= _SURELY_A_ROW or _shape(cells[0]) == _shape(_cells(first, self._delimiter)[0])

    def _refusal(self, cells: Sequence[str], *, strictly: bool) -> BadInput | None:
        columns = len(self.header)
        if len(cells) > columns and any(cells[columns:]):
            return CellsTooMany(found=len(cells), expected=columns)
        # A line that is read once more may be a piece of a text, which its few cells show.
        if strictly and len(cells) < columns:
            return CellsTooFew(found=len(cells), expected=columns)
        if any(has_broken_bytes(cell) for cell in cells if not cell.isprintable()):
            return BytesUnreadable()
        # In a file of refused rows a line with an open quotation mark stays refused until that is mended.
        if self._is_ours and any(cell.startswith('"') and cell.count('"') % 2 for cell in cells):
            return QuoteUnclosed()
        return None


class _Lines:
    """Physical lines for the CSV reader, which can be put back."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = iter(text)
        self._back: deque[str] = deque()
        self._number = self._again_until = 0
        self.passed: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._text)
        self.passed.append(line)
        return line

    def begin(self) -> tuple[int, bool]:
        """A record begins: the number of its first line, and whether that one is read a second time."""
        self._number += len(self.passed)
        self.passed = []
        return self._number + 1, self._number < self._again_until

    def ahead(self, most: int) -> list[str]:
        """The next lines, which stay where they are."""
        while len(self._back) < most and (line := next(self._text, None)) is not None:
            self._back.append(line)
        return list(self._back)[:most]

    def give_back_all_but_one(self) -> str:
        """The first line of the record; the others come again."""
        self._again_until = max(self._again_until, self._number + len(self.passed))
        self._back.extendleft(reversed(self.passed[1:]))
        del self.passed[1:]
        return self.passed[0] if self.passed else ""

    def put_back(self, lines: Sequence[str], *, number: int) -> None:
        """These come again, behind the line with this number."""
        self._back.extendleft(reversed(lines))
        self.passed = []
        self._number, self._again_until = number, 0


def _is_ours(file: BinaryIO) -> bool:
    """Whether it is a file of refused rows, in whatever encoding it was saved when it was mended."""
    start = file.read(_START)
    file.seek(0)
    return any(
        all(name.encode(code) in start for name in ADDED_COLUMNS) for code in ("utf-8", "gb18030", "utf-16-le")
    )


def _refusal_of(error: csv.Error) -> BadInput:
    message = str(error)
    return QuoteUnclosed() if any(sign in message for sign in _QUOTES_AMISS) else LineUnreadable(reason=message)


def _width(cells: Sequence[str], columns: int) -> int:
    return len(cells) if len(cells) <= columns or any(cells[columns:]) else columns


def _shape(cell: str) -> str:
    """What sort of characters it is made of: A17 and B3 are alike."""
    kinds = ["0" if sign.isdecimal() else "A" if sign.isalpha() else sign for sign in cell.strip()]
    return "".join(kind for place, kind in enumerate(kinds) if place == 0 or kinds[place - 1] != kind)


def _delimiter_of(lines: Sequence[str], rule: HeaderRule) -> str:
    """The separator that finds most of the wanted columns; of equals the one that the first line has most often."""
    first = next((line for line in lines if line.strip()), "")
    outside = "".join(first.split('"')[::2])

    def missing(delimiter: str) -> int:
        found = header_find([_cells(line, delimiter) for line in lines], rule)
        return rule.missing(found.names) if found else sys.maxsize

    return min(_DELIMITERS, key=lambda delimiter: (missing(delimiter), -outside.count(delimiter)))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
