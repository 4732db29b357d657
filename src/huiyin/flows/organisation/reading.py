"""A workbook as it was sent becomes plain tables, whatever else stands in it. Nothing is compared or written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from huiyin.flows.list_file import cell_at, column_places, header_rule, list_on_disk, tidy_name
from huiyin.flows.organisation.cells import cell_read
from huiyin.flows.organisation.columns import EXAMPLE, PLANS, BookSheet
from huiyin.flows.organisation.errors import RowsTooMany, SheetsMissing, SheetTwice, WorkbookRequired
from huiyin.intake.importing.cells import Cell, SourceRow, as_text
from huiyin.intake.importing.errors import CellsTooMany
from huiyin.intake.importing.sheet_source import SheetSource, sheet_names
from huiyin.intake.importing.source import OpenedSource
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean_line

ROWS_MOST = 3_000
_ARCHIVE = b"PK"
_EXAMPLES = (EXAMPLE, EXAMPLE.replace("：", ":"))
_WIDE = 200


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row by our own words for the columns; a column that the sheet doesn't have isn't there."""

    number: int
    cells: Mapping[str, str]
    refusal: BadInput | None = None

    def get(self, column: str) -> str:
        """The text; empty also where there is no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class BookTable:
    """A sheet. `problem`: why none of it can be used; `unused`: headings that we don't know; `examples`: left out."""

    sheet: BookSheet
    columns: tuple[str, ...] = ()
    rows: tuple[BookRow, ...] = ()
    problem: BadInput | None = None
    unused: tuple[str, ...] = ()
    examples: int = 0


@dataclass(frozen=True, slots=True)
class OrganisationBook:
    """A workbook that was read: the sheets that it has, the name of the file and the SHA-256 of its bytes."""

    name: str
    sha256: str
    tables: tuple[BookTable, ...] = field(default=())

    def packed(self) -> dict[str, Any]:
        """As plain values, to be carried from the check to the writing; without what was refused."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "tables": [
                [table.sheet.value, list(table.columns), [[row.number, dict(row.cells)] for row in table.rows]]
                for table in self.tables
            ],
        }

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> "OrganisationBook":
        """The other way."""
        tables = tuple(
            BookTable(BookSheet(sheet), tuple(columns), tuple(BookRow(number, cells) for number, cells in rows))
            for sheet, columns, rows in packed["tables"]
        )
        return cls(packed["name"], packed["sha256"], tables)


def organisation_file_read(*, content: BinaryIO, name: str) -> OrganisationBook:
    """As organisation_book_read, of a file that was sent; it lies on the disk only while it is read."""
    with list_on_disk(content, name) as path:
        return organisation_book_read(path=path, name=name)


def organisation_book_read(*, path: Path, name: str = "") -> OrganisationBook:
    """Read the sheets that we know, by their names, and leave the others alone.

    Raises WorkbookRequired, SourceUnreadable, SheetsMissing, SheetTwice, RowsTooMany.
    """
    content = path.read_bytes()
    if not content.startswith(_ARCHIVE):
        raise WorkbookRequired
    known = _known_sheets(sheet_names(path))
    tables = []
    left = ROWS_MOST
    for sheet, title in known.items():
        table = _table(path, sheet, title, left)
        left -= len(table.rows)
        tables.append(table)
    return OrganisationBook(clean_line(name or path.name), sha256(content).hexdigest(), tuple(tables))


def _known_sheets(titles: Sequence[str]) -> dict[BookSheet, str]:
    found: dict[BookSheet, str] = {}
    for sheet, plan in PLANS.items():
        names = set(map(tidy_name, plan.names))
        there = [title for title in titles if tidy_name(title) in names]
        if len(there) > 1:
            raise SheetTwice(sheet=plan.title)
        if there:
            found[sheet] = there[0]
    if not found:
        raise SheetsMissing(sheets="、".join(plan.title for plan in PLANS.values()))
    return found


def _table(path: Path, sheet: BookSheet, title: str, left: int) -> BookTable:
    plan = PLANS[sheet]
    try:
        source = SheetSource(path, rule=header_rule(plan.columns, plan.needed), sheet=title)
        with OpenedSource(source):
            places = column_places(source.header, plan.columns, needed=plan.needed)
            rows, examples = [], 0
            for row in _filled_down(source.rows()):
                if _is_example(row, [places[column] for column in plan.needed]):
                    examples += 1
                elif found := table_row(sheet, row, places):
                    rows.append(found)
                if len(rows) > left:
                    raise RowsTooMany(most=ROWS_MOST)
    except RowsTooMany:
        raise
    except BadInput as problem:
        return BookTable(sheet, problem=problem)
    used = set(places.values())
    unused = tuple(name for place, name in enumerate(source.header[:_WIDE]) if name and place not in used)
    return BookTable(sheet, tuple(places), tuple(rows), unused=unused, examples=examples)


def _filled_down(rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
    """A cell that is merged over several rows says the same in each of them."""
    above: tuple[Cell, ...] = ()
    for row in rows:
        if row.merged:
            cells = [*row.cells, *[None] * (max(row.merged) + 1 - len(row.cells))]
            for place in row.merged:
                cells[place] = above[place] if place < len(above) else None
            row = replace(row, cells=tuple(cells))
        above = row.cells
        yield row


def _is_example(row: SourceRow, places: Sequence[int]) -> bool:
    return any(as_text(cell_at(row, place)).startswith(_EXAMPLES) for place in places)


def table_row(sheet: BookSheet, row: SourceRow, places: Mapping[str, int]) -> BookRow | None:
    """The row; None where nothing stands in the columns that we know."""
    # A remark beside the table is no mistake here: what is read goes by the names of the columns.
    refusal = row.refusal if not isinstance(row.refusal, CellsTooMany) else None
    cells: dict[str, str] = {}
    for column, place in places.items():
        try:
            cells[column] = cell_read(sheet, column, cell_at(row, place))
        except BadInput as error:
            cells[column], refusal = "", refusal or error
    return BookRow(row.number, cells, refusal) if refusal or any(cells.values()) else None
