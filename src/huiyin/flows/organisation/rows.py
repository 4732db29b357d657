"""Going through the rows of a sheet: each by itself, what stands above before what stands below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.flows.organisation.cells import same_key
from huiyin.flows.organisation.columns import PLANS
from huiyin.flows.organisation.errors import RowsInCircle, RowTwice
from huiyin.flows.organisation.known import KnownOrganisation
from huiyin.flows.organisation.reading import BookRow, BookTable
from huiyin.flows.organisation.results import CellChange, RowOutcome, RowResult, RowState, SheetResult
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere
from huiyin.orgs.selectors import OfficerView

Handle = Callable[[BookRow], RowOutcome]


@dataclass(slots=True)
class Writing:
    """One workbook being written, or tried. `opened`: accounts that were made by it."""

    actor: Actor
    at: datetime
    known: KnownOrganisation
    opened: list[OfficerView] = field(default_factory=list)


class ChangeList:
    """What differs between a row and what is there, column by column."""

    def __init__(self, table: BookTable) -> None:
        """Of a sheet; what it has no column for stays as it is."""
        self._table = table
        self.found: list[CellChange] = []

    def has(self, column: str) -> bool:
        """Whether the sheet speaks of it at all."""
        return column in self._table.columns

    def add(self, column: str, before: str, after: str) -> None:
        """Note it where it differs."""
        if before != after:
            self.found.append(CellChange(PLANS[self._table.sheet].heading(column), before, after))


def sheet_written(
    table: BookTable, handle: Handle, *, order: Sequence[BookRow], name: Callable[[BookRow], str],
    failed: dict[str, int] | None = None, circles: Mapping[int, str] | None = None,
) -> SheetResult:  # fmt: skip
    """Handle each row in this order; a refusal is that row's alone.

    `failed` learns how rows are named that couldn't be written, `circles` has the rows that can't be ordered.
    """
    results = []
    for row in order:
        outcome = _handled(row, handle, (circles or {}).get(row.number))
        if outcome.state is RowState.WRONG and failed is not None:
            for column in ("code", "name", "username"):
                if row.get(column):
                    failed.setdefault(same_key(row.get(column)), row.number)
        results.append(RowResult(row.number, name(row), outcome))
    results.sort(key=lambda result: result.number)
    return SheetResult(table.sheet, tuple(results), unused=table.unused, examples=table.examples)


def check_once(seen: dict[object, int], key: object, row: BookRow) -> None:
    """Stop at the second row about the same. Raises RowTwice."""
    earlier = seen.setdefault(key, row.number)
    if earlier != row.number:
        raise RowTwice(number=earlier)


def parents_first(
    rows: Sequence[BookRow], parent_of: Callable[[BookRow], BookRow | None], name: Callable[[BookRow], str]
) -> tuple[list[BookRow], dict[int, str]]:
    """The rows so that each comes behind the row that it stands under; and those in a circle, with its names."""
    ordered: dict[int, BookRow] = {}
    circles: dict[int, str] = {}
    for row in rows:
        line: list[BookRow] = []
        above: BookRow | None = row
        while above is not None and above.number not in ordered and above not in line:
            line.append(above)
            above = parent_of(above)
        if above is not None and above in line:
            ring = line[line.index(above) :]
            names = " → ".join(name(each) for each in (*ring, ring[0]))
            circles |= {each.number: names for each in ring}
        ordered |= {each.number: each for each in reversed(line)}
    return list(ordered.values()), circles


def sheet_failed(table: BookTable) -> SheetResult:
    """A sheet of which nothing can be used."""
    return SheetResult(table.sheet, problem=table.problem)


def _handled(row: BookRow, handle: Handle, circle: str | None) -> RowOutcome:
    try:
        if row.refusal is not None:
            raise row.refusal
        if circle is not None:
            raise RowsInCircle(names=circle)
        # No savepoint of its own: each service has one, and with one row wrong nothing is kept anyway.
        return handle(row)
    except (BadInput, Conflict, NotAllowed, NotThere) as refusal:
        return RowOutcome(RowState.WRONG, refusal=refusal)
