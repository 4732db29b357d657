"""Bringing in a file of another system: every row in once, or written beside with its reason.

A batch is one transaction, and what makes a row one record is its source and its id there. So the import may be
killed at any moment and run again: what was committed is found and passed over, the rest comes in. Two batches are
under way at once where the database allows it (`import_lanes`).
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import DataError, IntegrityError

from huiyin.flows.import_lanes import Lanes
from huiyin.intake.importing.errors import SourceUnreadable
from huiyin.intake.importing.mapping import ImportMap
from huiyin.intake.importing.rejects import Rejects
from huiyin.intake.importing.rows import RowReader
from huiyin.intake.importing.source import Opened, Source, SourceRow, open_source
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput, HuiyinError, NotReady
from huiyin.matters.selectors import external_ids_known
from huiyin.matters.services import Filing, matters_register
from huiyin.orgs.selectors import CategoryNode, category_tree

IMPORT = system("import")
BATCH = 500


class RowRefused(BadInput):
    """The database itself wouldn't take the row."""

    sentence = "数据库不接受这一行。"


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported: the file, how it is read, where its matters go and where its bad rows.

    `limit` stops after so many rows; None reads all.
    """

    path: Path
    plan: ImportMap
    unit_id: int
    rejected_path: Path
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How far it is, or what came of it: `read` = `imported` + `already_there` + `rejected`.

    `done` is the part of the file that has been read, from 0 to 1; `unknown_categories` counts names that no
    category has (their matters came in without one).
    """

    read: int = 0
    imported: int = 0
    already_there: int = 0
    rejected: int = 0
    seconds: float = 0.0
    done: float = 0.0
    unknown_categories: Mapping[str, int] = field(default_factory=dict)


Progress = Callable[[ImportReport], None]
Register = Callable[[Sequence[Filing], datetime], object]


def import_file(*, order: ImportOrder, at: datetime, progress: Progress | None = None) -> ImportReport:
    """Import a file; `progress` is called after each batch.

    Raises SourceUnreadable, ColumnMissing, ColumnTwice before anything is written; a bad row raises nothing.
    """
    return _run(order, at, progress, _register)


def import_rehearse(*, order: ImportOrder, at: datetime, progress: Progress | None = None) -> ImportReport:
    """Say what an import would do: everything is read and checked, bad rows are written, nothing is registered."""
    return _run(order, at, progress, lambda _filings, _at: None)


def _register(filings: Sequence[Filing], at: datetime) -> object:
    return matters_register(actor=IMPORT, filings=filings, at=at)


def _run(order: ImportOrder, at: datetime, progress: Progress | None, register: Register) -> ImportReport:
    if order.rejected_path.resolve() == order.path.resolve():
        raise SourceUnreadable(file=order.path.name, reason="被拒的行不能写进原文件")
    plan = order.plan
    source = open_source(order.path, encoding=plan.encoding, delimiter=plan.delimiter, sheet=plan.sheet)
    with Opened(source), Rejects(order.rejected_path, source.header) as rejects:
        reader = RowReader(plan, source.header, order.unit_id, at, categories_by_name(category_tree()))
        run = _Run(reader, rejects, register, at)
        began = time.monotonic()
        with Lanes(run.settle) as lanes:
            for rows in _batches(source, order.limit):
                run.take(rows, lanes)
                if progress:
                    progress(run.report(time.monotonic() - began, source.done()))
        return run.report(time.monotonic() - began, 1.0)


def _batches(source: Source, limit: int | None) -> Iterator[list[SourceRow]]:
    rows = islice(source.rows(), limit)
    while batch := list(islice(rows, BATCH)):
        yield batch


Pair = tuple[SourceRow, Filing]


@dataclass(slots=True)
class _Outcome:
    """What became of a batch's rows."""

    imported: int = 0
    already_there: int = 0
    refused: list[tuple[SourceRow, HuiyinError]] = field(default_factory=list)


class _Run:
    """The counts of one import, and what is done with each batch."""

    def __init__(self, reader: RowReader, rejects: Rejects, register: Register, at: datetime) -> None:
        self._reader, self._rejects, self._register, self._at = reader, rejects, register, at
        self._imported = self._already_there = 0

    def take(self, rows: Sequence[SourceRow], lanes: Lanes[_Outcome]) -> None:
        """Read a batch and have it brought in."""
        first: dict[str, Pair] = {}
        for row in rows:
            filing = self._read(row)
            if filing and first.setdefault(filing.registration.external_id, (row, filing))[0] is not row:
                self._already_there += 1
        if first:
            lanes.take(lambda: self._bring_in(list(first.values())), names=first.keys())

    def settle(self, outcome: _Outcome) -> None:
        """Count a batch and write down what was refused."""
        self._imported += outcome.imported
        self._already_there += outcome.already_there
        for row, refusal in outcome.refused:
            self._rejects.add(row, str(refusal))

    def report(self, seconds: float, done: float) -> ImportReport:
        """Where it stands."""
        return ImportReport(
            read=self._imported + self._already_there + self._rejects.count,
            imported=self._imported,
            already_there=self._already_there,
            rejected=self._rejects.count,
            seconds=seconds,
            done=done,
            unknown_categories=dict(self._reader.unknown_categories),
        )

    def _read(self, row: SourceRow) -> Filing | None:
        try:
            return self._reader.filing(row)
        except BadInput as refusal:
            self._rejects.add(row, str(refusal))
            return None

    # From here on in either lane: nothing of the run itself is changed.

    def _bring_in(self, pairs: Sequence[Pair]) -> _Outcome:
        """Where a batch fails as a whole it goes row by row, so that only the bad row stays out."""
        outcome = _Outcome()
        waiting = self._not_there(pairs, outcome)
        if not waiting:
            return outcome
        try:
            self._register([filing for _, filing in waiting], self._at)
            outcome.imported += len(waiting)
        except NotReady:
            raise
        except (HuiyinError, DataError, IntegrityError):
            for pair in self._not_there(waiting, outcome):
                self._bring_in_alone(pair, outcome)
        return outcome

    def _bring_in_alone(self, pair: Pair, outcome: _Outcome) -> None:
        row, filing = pair
        try:
            self._register([filing], self._at)
            outcome.imported += 1
        except NotReady:
            raise
        except HuiyinError as refusal:
            outcome.refused.append((row, refusal))
        except (DataError, IntegrityError):
            # Another import of the same file may have been faster by a moment.
            if self._not_there([pair], outcome):
                outcome.refused.append((row, RowRefused()))

    def _not_there(self, pairs: Sequence[Pair], outcome: _Outcome) -> list[Pair]:
        """Without what is here from an earlier run."""
        known = external_ids_known(
            origin=self._reader.plan.origin, external_ids=[filing.registration.external_id for _, filing in pairs]
        )
        outcome.already_there += len(known)
        return [pair for pair in pairs if pair[1].registration.external_id not in known]


def categories_by_name(nodes: Sequence[CategoryNode]) -> dict[str, int]:
    """Ids by full trail (`一级/二级/三级`) and by bare name, a name that two categories share left out."""
    trails: dict[str, int] = {}
    names: dict[str, set[int]] = {}

    def walk(node: CategoryNode, above: str) -> None:
        trail = f"{above}/{node.category.name}" if above else node.category.name
        trails[trail] = node.category.id
        names.setdefault(node.category.name, set()).add(node.category.id)
        for child in node.children:
            walk(child, trail)

    for node in nodes:
        walk(node, "")
    return {name: min(ids) for name, ids in names.items() if len(ids) == 1} | trails
