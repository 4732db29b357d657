"""Reading a table row by row, without ever having all of it in memory: CSV in any usual encoding, XLSX or JSON."""

import re
from pathlib import Path
from typing import Self

from huiyin.intake.importing.cells import Source, SourceRow
from huiyin.intake.importing.csv_source import CsvSource
from huiyin.intake.importing.errors import SourceUnreadable
from huiyin.intake.importing.header import HeaderRule, first_row_is_it
from huiyin.intake.importing.json_source import JsonSource
from huiyin.intake.importing.sheet_source import SheetSource

__all__ = ["OpenedSource", "Source", "SourceRow", "open_source"]

_START = 1 << 12
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
_JSON = re.compile(rb"\s*(?:\[\s*[\{\]]|\{\s*[\"}])")


def open_source(
    path: Path,
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    records: str = "",
    rule: HeaderRule | None = None,
) -> Source:
    """Open a CSV, XLSX or JSON file by what is in it, whatever its name. Raises SourceUnreadable."""
    try:
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise SourceUnreadable(file=path.name, reason=error.strerror or type(error).__name__) from error
    wanted = rule or HeaderRule(first_row_is_it)
    if start.startswith(b"PK"):
        return SheetSource(path, rule=wanted, sheet=sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceUnreadable(file=path.name, reason="这是旧的 .xls 格式，请另存为 .xlsx 或 CSV")
    # In UTF-16 a zero stands beside each of these signs.
    if _JSON.match(start.lstrip(_BYTE_ORDER_MARKS).replace(b"\0", b"")):
        return JsonSource(path, rule=wanted, encoding=encoding, records=records)
    return CsvSource(path, rule=wanted, encoding=encoding, delimiter=delimiter)


class OpenedSource:
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
