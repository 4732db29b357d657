"""The file with what couldn't come in: row number, reason, and the row as it was, to be mended and imported again."""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Self, TextIO

from huiyin.intake.importing.cells import ADDED_COLUMNS, NUMBER, REASON, SourceRow, as_text
from huiyin.intake.importing.errors import RejectsUnwritable
from huiyin.kernel.cells import BYTE_ORDER_MARK, csv_write

_ENDING = re.compile(r"\.rejected(?:-\d+)?$")
# Halves of a character, of which no byte is known.
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class Rejects:
    """Made at the first rejected row, readable by its owner only: the rows hold what people wrote.

    A file that is there already may be half mended: it is left alone, and `path` becomes the next free name.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        """`header` is the source's; the columns that an earlier file of this sort has in front aren't repeated."""
        self.path = path
        self.count = 0
        self._places = [place for place, name in enumerate(header) if name not in ADDED_COLUMNS]
        self._header = [header[place] for place in self._places]
        self._columns = len(header)
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        """Nothing is opened yet, but it is seen that something could be. Raises RejectsUnwritable."""
        if self.path.is_dir() or not os.access(self.path.parent, os.W_OK):
            raise RejectsUnwritable(file=self.path)
        return self

    def __exit__(self, *_: object) -> None:
        """Close what was opened."""
        if self._file:
            self._file.close()

    def add(self, row: SourceRow, reason: str) -> None:
        """Write one row with its reason."""
        if self._file is None:
            self.path, self._file = private_file(self.path)
            csv_write(self._file, [[NUMBER, REASON, *self._header]])
        cells = [row.cells[place] for place in self._places if place < len(row.cells)] + [*row.cells[self._columns :]]
        texts = [_HALVES.sub("\ufffd", as_text(cell)) for cell in cells]
        csv_write(self._file, [[row.number, reason, *texts]])
        self.count += 1


def rejects_path(source: Path, *, kind: str = "rejected") -> Path:
    """The next free name beside the file; in the current folder when that one can't be written to."""
    folder = source.parent if os.access(source.parent, os.W_OK) else Path.cwd()
    first = folder / f"{_ENDING.sub('', source.stem)}.{kind}.csv"
    return next(path for path in _names(first) if not path.exists())


def private_file(path: Path) -> tuple[Path, TextIO]:
    """A new file readable by its owner only, by this name or the next free one (`-2`, `-3`, …)."""
    for chosen in _names(path):
        try:
            descriptor = os.open(chosen, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        # Bytes that were no text stand as they were.
        file = os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="")
        file.write(BYTE_ORDER_MARK)
        return chosen, file
    raise AssertionError("there is always a next number")


def _names(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
