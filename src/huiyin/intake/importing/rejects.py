"""The file with what couldn't come in: row number, reason, and the row as it was, to be mended and imported again."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self, TextIO

from huiyin.intake.importing.errors import RejectsUnwritable
from huiyin.intake.importing.rows import as_text
from huiyin.intake.importing.source import SourceRow

NUMBER, REASON = "行号", "原因"


class Rejects:
    """Made at the first rejected row, readable by its owner only: the rows hold what people wrote."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        """`path` is overwritten by the first rejected row of this run."""
        self.path = path
        self.count = 0
        self._header = header
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        """Nothing is opened yet, but it is seen that something could be. Raises RejectsUnwritable."""
        target = self.path if self.path.exists() else self.path.parent
        if self.path.is_dir() or not os.access(target, os.W_OK):
            raise RejectsUnwritable(file=self.path)
        return self

    def __exit__(self, *_: object) -> None:
        """Close what was opened."""
        if self._file:
            self._file.close()

    def add(self, row: SourceRow, reason: str) -> None:
        """Write one row with its reason."""
        if self._file is None:
            self._file = _private(self.path)
            csv.writer(self._file).writerow([NUMBER, REASON, *self._header])
        csv.writer(self._file).writerow([row.number, reason, *map(as_text, row.cells)])
        self.count += 1


def rejects_path(source: Path) -> Path:
    """Beside the file; in the current folder when that one can't be written to."""
    name = f"{source.stem}.rejected.csv"
    return source.with_name(name) if os.access(source.parent, os.W_OK) else Path.cwd() / name


def _private(path: Path) -> TextIO:
    # With a byte order mark, by which spreadsheets know UTF-8; bytes that were no text stand as they were.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    file = os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="")
    file.write("\ufeff")
    return file
