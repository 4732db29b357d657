"""What a workbook would change, or has changed: row by row, in the words of the columns."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from huiyin.flows.organisation.columns import PLANS, BookSheet
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.text import N_


class RowState(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


ROW_STATE_LABELS: dict[RowState, str] = {
    RowState.NEW: N_("新增"),
    RowState.CHANGED: N_("修改"),
    RowState.SAME: N_("没有变化"),
    RowState.WRONG: N_("有误"),
}


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else than what is there; `column` as the sheet calls it."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What came of one row. `notes` and `asks` are in the reader's language; `asks` have to be agreed to."""

    state: RowState
    changes: tuple[CellChange, ...] = ()
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    refusal: HuiyinError | None = None

    @classmethod
    def of_changes(cls, changes: list[CellChange], *, asks: tuple[str, ...] = ()) -> "RowOutcome":
        """Of a row that is there: changed, or the same."""
        return cls(RowState.CHANGED if changes else RowState.SAME, tuple(changes), asks=asks)


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row with what came of it; `name` is what it is about, as it stands there."""

    number: int
    name: str
    outcome: RowOutcome


@dataclass(frozen=True, slots=True)
class SheetResult:
    """A sheet, its rows in their order."""

    sheet: BookSheet
    rows: tuple[RowResult, ...] = ()
    problem: HuiyinError | None = None
    unused: tuple[str, ...] = ()
    examples: int = 0

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return PLANS[self.sheet].title

    def count(self, state: RowState) -> int:
        """How many rows end so."""
        return sum(row.outcome.state is state for row in self.rows)


@dataclass(frozen=True, slots=True)
class Account:
    """A new account, and how its owner gets at a password: by this code, by a link to them, or through others."""

    username: str
    name: str
    code: str = ""
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationReport:
    """The whole workbook. `accounts` are there once it is written."""

    sheets: tuple[SheetResult, ...]
    sha256: str
    accounts: tuple[Account, ...] = field(default=())

    def count(self, state: RowState) -> int:
        """How many rows of all sheets end so."""
        return sum(sheet.count(state) for sheet in self.sheets)

    @property
    def is_wrong(self) -> bool:
        """Whether anything has to be mended before it can be written."""
        return any(sheet.problem for sheet in self.sheets) or self.count(RowState.WRONG) > 0

    @property
    def writes(self) -> int:
        """How many rows are written."""
        return self.count(RowState.NEW) + self.count(RowState.CHANGED)

    @property
    def asks(self) -> tuple[str, ...]:
        """Consequences that have to be agreed to, each once."""
        return tuple(dict.fromkeys(ask for row in self._rows() for ask in row.outcome.asks))

    @property
    def codes(self) -> tuple[Account, ...]:
        """The accounts whose codes are to be handed over by whoever imports."""
        return tuple(account for account in self.accounts if account.code)

    @property
    def mailed(self) -> int:
        """How many get a link by mail."""
        return sum(account.by_mail for account in self.accounts)

    @property
    def handed(self) -> int:
        """How many get a code from somebody else."""
        return len(self.accounts) - len(self.codes) - self.mailed

    @property
    def digest(self) -> str:
        """What stands for file and outcome together: another one means that something else would be written."""
        rows = [
            [row.number, row.name, row.outcome.state.value, *(_change(change) for change in row.outcome.changes)]
            for row in self._rows()
        ]
        return sha256(json.dumps([self.sha256, rows], ensure_ascii=True).encode()).hexdigest()

    def _rows(self) -> Iterator[RowResult]:
        return (row for sheet in self.sheets for row in sheet.rows)


def _change(change: CellChange) -> list[str]:
    return [change.column, change.before, change.after]
