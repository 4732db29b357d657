"""Reading a table row by row, without ever having all of it in memory: CSV in any usual encoding, or XLSX."""

import codecs
import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from huiyin.intake.importing.errors import (
    BytesUnreadable,
    CellsTooMany,
    LineUnreadable,
    SourceUnreadable,
)
from huiyin.kernel.errors import BadInput

Cell = object
_CHUNK = 1 << 20
_CELL_MOST = 4 << 20
_DELIMITERS = ",\t;|"
# So many characters outside ASCII that are right in UTF-8 don't come about by chance in another encoding.
_SURELY_UTF8 = 200
_LONE_BYTES = {chr(code) for code in range(0xDC80, 0xDD00)}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it stands in the file; `number` counts from 1 with the header, as spreadsheets show it."""

    number: int
    cells: tuple[Cell, ...]
    refusal: BadInput | None = None


class Source(Protocol):
    """A table that is being read."""

    header: tuple[str, ...]

    def rows(self) -> Iterator[SourceRow]:
        """The rows below the header that aren't blank."""

    def done(self) -> float:
        """How much of it has been read, from 0 to 1."""

    def close(self) -> None:
        """Let go of the file."""


def open_source(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Source:
    """Open a CSV or XLSX file by what is in it, whatever its name. Raises SourceUnreadable."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise SourceUnreadable(file=path.name, reason=error.strerror or type(error).__name__) from error
    if start.startswith(b"PK"):
        return SheetSource(path, sheet=sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceUnreadable(file=path.name, reason="这是旧的 .xls 格式，请另存为 .xlsx 或 CSV")
    return CsvSource(path, encoding=encoding, delimiter=delimiter)


class CsvSource:
    """A CSV file."""

    def __init__(self, path: Path, *, encoding: str = "", delimiter: str = "") -> None:
        """An empty `encoding` or `delimiter` is found out. Raises SourceUnreadable."""
        csv.field_size_limit(_CELL_MOST)
        self._size = max(path.stat().st_size, 1)
        self._file: BinaryIO = path.open("rb")
        try:
            name = _known_codec(encoding, path) if encoding else _encoding_of(self._file, path)
            self._text = TextIOWrapper(self._file, encoding=name, errors="surrogateescape", newline="")
            first = self._text.readline(_CELL_MOST)
            self._text.seek(0)
            self._reader = csv.reader(self._text, delimiter=delimiter or _delimiter_of(first))
            self.header = _header(next(self._reader, []), path)
        except Exception:
            self._file.close()
            raise

    def rows(self) -> Iterator[SourceRow]:
        """As Source."""
        for number in count(2):
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield SourceRow(number, (), LineUnreadable(reason=str(error)))
                continue
            if any(cells):
                yield SourceRow(number, tuple(cells), self._refusal(cells))

    def done(self) -> float:
        """As Source."""
        return min(self._file.tell() / self._size, 1.0)

    def close(self) -> None:
        """As Source."""
        self._text.close()

    def _refusal(self, cells: Sequence[str]) -> BadInput | None:
        if len(cells) > len(self.header) and any(cells[len(self.header) :]):
            return CellsTooMany(found=len(cells), expected=len(self.header))
        if any(not _LONE_BYTES.isdisjoint(cell) for cell in cells if not cell.isprintable()):
            return BytesUnreadable()
        return None


class SheetSource:
    """One sheet of an XLSX workbook."""

    def __init__(self, path: Path, *, sheet: str = "") -> None:
        """An empty `sheet` is the first one. Raises SourceUnreadable."""
        try:
            self._book = load_workbook(path, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise SourceUnreadable(file=path.name, reason="不是完好的 .xlsx 文件") from error
        try:
            chosen = self._chosen(path, sheet)
            self._most = chosen.max_row or 0
            # What the file says of its own size is often wrong and would cut rows off.
            chosen.reset_dimensions()
            self._rows: Iterator[tuple[Cell, ...]] = chosen.iter_rows(values_only=True)  # type: ignore[misc]
            self._number = 1
            self.header = _header(next(self._rows, ()), path)
        except Exception:
            self._book.close()
            raise

    def rows(self) -> Iterator[SourceRow]:
        """As Source."""
        for cells in self._rows:
            self._number += 1
            if any(cell not in (None, "") for cell in cells):
                extra = any(cell not in (None, "") for cell in cells[len(self.header) :])
                refusal = CellsTooMany(found=len(cells), expected=len(self.header)) if extra else None
                yield SourceRow(self._number, tuple(cells), refusal)

    def done(self) -> float:
        """As Source."""
        return min(self._number / self._most, 1.0) if self._most else 0.0

    def close(self) -> None:
        """As Source."""
        self._book.close()

    def _chosen(self, path: Path, sheet: str) -> ReadOnlyWorksheet:
        if sheet and sheet not in self._book.sheetnames:
            there = "、".join(self._book.sheetnames)
            raise SourceUnreadable(file=path.name, reason=f"没有“{sheet}”这张表，有：{there}")
        chosen = self._book[sheet] if sheet else next(iter(self._book.worksheets), None)
        if not isinstance(chosen, ReadOnlyWorksheet):
            raise SourceUnreadable(file=path.name, reason="里面没有数据表")
        return chosen


class Opened:
    """`with Opened(source):` closes it at the end."""

    def __init__(self, source: Source) -> None:
        """`source` is open already."""
        self._source = source

    def __enter__(self) -> Self:
        """Nothing more to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, whatever happened."""
        self._source.close()


def _header(cells: Iterable[Cell], path: Path) -> tuple[str, ...]:
    header = tuple("" if cell is None else str(cell).strip() for cell in cells)
    if not any(header):
        raise SourceUnreadable(file=path.name, reason="第一行应是列名，这里是空的")
    return header


def _known_codec(name: str, path: Path) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise SourceUnreadable(file=path.name, reason=f"没有“{name}”这种编码") from error


def _encoding_of(file: BinaryIO, path: Path) -> str:
    """The encoding by reading all of it once: UTF-8, else GB18030, else UTF-8 with some broken rows."""
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        file.seek(0)
        return "utf-16"
    good, whole = _decodes(file, "utf-8")
    if whole or good > _SURELY_UTF8:
        name = "utf-8-sig"
    elif _decodes(file, "gb18030")[1]:
        name = "gb18030"
    else:
        raise SourceUnreadable(file=path.name, reason="既不是 UTF-8 也不是 GB18030 编码，请在映射里写明 encoding")
    file.seek(0)
    return name


def _decodes(file: BinaryIO, name: str) -> tuple[int, bool]:
    """How many characters outside ASCII were right before the first wrong byte, and whether there was none."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    good = 0
    try:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            good += 0 if text.isascii() else sum(character > "\x7f" for character in text[:2000])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        before = bytes(error.object[: error.start]).decode(name, "ignore")
        return good + sum(character > "\x7f" for character in before), False
    return good, True


def _delimiter_of(first: str) -> str:
    """The separator that the header has most often, outside of quotation marks."""
    outside = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
