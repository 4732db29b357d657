"""What lists from files have in common: where they lie while they are read, columns by their names, rows refused."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext

from huiyin.intake.importing.cells import Cell, SourceRow
from huiyin.intake.importing.errors import ColumnTwice
from huiyin.intake.importing.header import HeaderRule
from huiyin.kernel.errors import BadInput, HuiyinError

_CHUNK = 1 << 20
# What no name of a file on our disk has, and how long it is at most: 80 characters of Chinese are 240 bytes.
_UNFIT = re.compile(r"[^\w.() （）-]")
_NAME_MOST = 80

Columns = Mapping[str, Sequence[str]]
"""What each column may be called, by our own word for it."""


class ListColumnMissing(BadInput):
    """A column that every row needs isn't there."""

    sentence = "前十行里没有“%(column)s”这一列。表里要有一行列名：%(columns)s。"


class ListEmpty(BadInput):
    """There is a header and nothing below it."""

    sentence = "列名下面没有内容，应是每行一项。"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that wasn't taken: its number as spreadsheets show it, and why."""

    number: int
    refusal: HuiyinError


@contextmanager
def list_on_disk(content: BinaryIO, name: str) -> Iterator[Path]:
    """The file, readable by us alone, while the block lasts. Refusals name it `name`, as its sender calls it."""
    with tempfile.TemporaryDirectory(prefix="huiyin-list-") as folder:
        path = Path(folder) / (_UNFIT.sub("_", name)[-_NAME_MOST:].strip(".") or "list")
        with path.open("wb") as file:
            shutil.copyfileobj(content, file, _CHUNK)
        yield path


def header_rule(columns: Columns, needed: Sequence[str]) -> HeaderRule:
    """One line with the names of the needed columns, below a title or not."""

    def missing(header: Sequence[str]) -> int:
        there = set(map(tidy_name, header))
        return sum(there.isdisjoint(map(tidy_name, columns[column])) for column in needed)

    return HeaderRule(missing, lines=1)


def places_named(header: Sequence[str], names: Sequence[str]) -> list[int]:
    """Where the columns with one of these names stand; spaces and capitals don't matter."""
    known = set(map(tidy_name, names))
    return [place for place, title in enumerate(header) if tidy_name(title) in known]


def column_places(header: Sequence[str], columns: Columns, *, needed: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by the first of its names that is there; others that aren't there are left out.

    Raises ColumnTwice for two of the same name, ListColumnMissing for one that is needed.
    """
    found: dict[str, int] = {}
    for column, names in columns.items():
        places = next((places for name in names if (places := places_named(header, [name]))), [])
        if len(places) > 1:
            raise ColumnTwice(column=header[places[0]])
        if places:
            found[column] = places[0]
    for column in needed:
        if column not in found:
            raise ListColumnMissing(
                column=columns[column][0], columns=gettext("、").join(columns[other][0] for other in needed)
            )
    return found


def cell_at(row: SourceRow, place: int | None) -> Cell:
    """The cell; nothing where there is no such column, or the row ends before it."""
    return row.cells[place] if place is not None and place < len(row.cells) else None


def tidy_name(name: str) -> str:
    """The form in which names of columns and sheets are compared."""
    return "".join(name.split()).casefold()
