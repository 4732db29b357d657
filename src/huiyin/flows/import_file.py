"""Bringing in a file of another system: every row in once, or written beside with its reason.

A batch is one transaction, and what makes a row one record is its source and its id there. So the import may be
killed at any moment and run again: what was committed is found and passed over, the rest comes in. Two batches are
under way at once where the database allows it (`import_lanes`).
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DataError, IntegrityError

from huiyin.flows.import_lanes import Lanes
from huiyin.intake.importing.cells import LineCount, SourceFacts
from huiyin.intake.importing.errors import RecordDiffers, RecordDiffersFromStored, SourceUnreadable
from huiyin.intake.importing.filling import filled_down
from huiyin.intake.importing.mapping import ImportMap
from huiyin.intake.importing.rejects import Rejects
from huiyin.intake.importing.rows import RowReader
from huiyin.intake.importing.source import OpenedSource, Source, SourceRow, open_source
from huiyin.intake.rules.tokens import record_id
from huiyin.kernel.actor import system
from huiyin.kernel.errors import BadInput, HuiyinError, NotReady
from huiyin.kernel.keys import load_key
from huiyin.kernel.text import clean
from huiyin.matters.core.selectors.rounds import RecordView, records_known
from huiyin.matters.register.services.register import matters_register
from huiyin.matters.register.services.rows import Filing
from huiyin.matters.respondents.selectors.naming import naming_of
from huiyin.orgs.selectors import CategoryNode, category_tree
from huiyin.vault.services import identities_of_others

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

    `lines` are all physical lines that this took. `done` is the part of the file that has been read, from 0 to 1;
    `unknown_categories` counts names that no category has (their matters came in without one). `facts` say how the
    file was understood, `sample` is its first row that can come in. `rejected_path` is where refused rows really are;
    None where there are none.
    """

    read: int = 0
    imported: int = 0
    already_there: int = 0
    rejected: int = 0
    seconds: float = 0.0
    done: float = 0.0
    unknown_categories: Mapping[str, int] = field(default_factory=dict)
    closed: int = 0
    lines: LineCount = field(default_factory=LineCount)
    facts: SourceFacts | None = None
    sample: Filing | None = None
    rejected_path: Path | None = None


Progress = Callable[[ImportReport], None]
Register = Callable[[Sequence[Filing], datetime], object]


def import_file(*, order: ImportOrder, at: datetime, progress: Progress | None = None) -> ImportReport:
    """Import a file; `progress` is called after each batch.

    Raises SourceUnreadable, ColumnMissing, ColumnTwice before anything is written; a bad row raises nothing.
    """
    return _run(order, at, progress, _register)


def import_rehearse(*, order: ImportOrder, at: datetime, progress: Progress | None = None) -> ImportReport:
    """Say what an import would do: everything is read and checked, bad rows are written, nothing is registered."""
    return _run(order, at, progress, _rehearsed)


def _register(filings: Sequence[Filing], at: datetime) -> object:
    return matters_register(actor=IMPORT, filings=filings, at=at)


def _rehearsed(_filings: Sequence[Filing], _at: datetime) -> object:
    return None


def _run(order: ImportOrder, at: datetime, progress: Progress | None, register: Register) -> ImportReport:
    # Resolved, as a link or another spelling of the path would also overwrite the very file that is read.
    if order.rejected_path.resolve() == order.path.resolve():
        raise SourceUnreadable(file=order.path.name, reason="被拒的行不能写进原文件")
    plan = order.plan
    source = open_source(
        order.path, encoding=plan.encoding, delimiter=plan.delimiter, sheet=plan.sheet, records=plan.records,
        rule=plan.header_rule(),
    )  # fmt: skip
    with OpenedSource(source), Rejects(order.rejected_path, source.header) as rejects:
        reader = _reader(order, source, at)
        run = _ImportRun(reader, rejects, register, at, source)
        began = time.monotonic()
        # Innermost: what is under way still writes down its refused rows, so it must end before that file is closed.
        with Lanes(run.settle) as lanes:
            for rows in _batches(filled_down(source.rows(), reader), order.limit):
                run.take(rows, lanes)
                if progress:
                    progress(run.report(time.monotonic() - began, source.done()))
        return run.report(time.monotonic() - began, 1.0)


def _reader(order: ImportOrder, source: Source, at: datetime) -> RowReader:
    key = load_key(settings.HUIYIN_KEYS, "receipts")
    return RowReader(
        plan=order.plan,
        header=source.header,
        unit_id=order.unit_id,
        at=at,
        categories=categories_by_name(category_tree()),
        record_id=(lambda cells: record_id(key=key, cells=cells)) if order.plan.id_from else None,
        counts_from_1904=source.counts_from_1904,
        recognise=lambda kind, concerned, respondent: naming_of(
            kind=kind, concerned=concerned, respondent=respondent, read_by=order.unit_id
        ),
    )


def _batches(all_rows: Iterator[SourceRow], limit: int | None) -> Iterator[list[SourceRow]]:
    rows = islice(all_rows, limit)
    while batch := list(islice(rows, BATCH)):
        yield batch


Pair = tuple[SourceRow, Filing]


@dataclass(slots=True)
class _BatchOutcome:
    """What became of a batch's rows."""

    imported: int = 0
    closed: int = 0
    already_there: int = 0
    refused: list[tuple[SourceRow, HuiyinError]] = field(default_factory=list)


class _ImportRun:
    """The counts of one import, and what is done with each batch."""

    def __init__(self, reader: RowReader, rejects: Rejects, register: Register, at: datetime, source: Source) -> None:
        self._reader, self._rejects, self._register, self._at = reader, rejects, register, at
        self._source = source
        self._imported = self._already_there = self._closed = 0
        self._sample: Filing | None = None
        # In a rehearsal nothing is stored that the rows of a later batch could be compared with.
        self._is_rehearsal = register is _rehearsed
        self._rehearsed: dict[str, tuple[int, int]] = {}

    def take(self, rows: Sequence[SourceRow], lanes: Lanes[_BatchOutcome]) -> None:
        """Read a batch and have it brought in."""
        first: dict[str, Pair] = {}
        for row in rows:
            filing = self._read(row)
            if filing is None:
                continue
            known = first.setdefault(filing.registration.external_id, (row, filing))
            if known[0] is not row:
                self._again(row, filing, number=known[0].number, is_same=_content(known[1]) == _content(filing))
        if self._is_rehearsal:
            first = {pair[1].registration.external_id: pair for pair in first.values() if self._is_first(*pair)}
        if first:
            self._sample = self._sample or next(iter(first.values()))[1]
            lanes.take(lambda: self._bring_in(list(first.values())), names=first.keys())

    def settle(self, outcome: _BatchOutcome) -> None:
        """Count a batch and write down what was refused."""
        self._imported += outcome.imported
        self._closed += outcome.closed
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
            closed=self._closed,
            lines=self._source.lines,
            facts=self._source.facts,
            sample=self._sample,
            rejected_path=self._rejects.path if self._rejects.count else None,
        )

    def _again(self, row: SourceRow, filing: Filing, *, number: int, is_same: bool) -> None:
        """A record that has been in the file before: the same once more, or another under its id."""
        if is_same:
            self._already_there += 1
        else:
            refusal = RecordDiffers(external_id=filing.registration.external_id, number=number)
            self._rejects.add(row, str(refusal))

    def _is_first(self, row: SourceRow, filing: Filing) -> bool:
        # The hash alone, as a rehearsal keeps one of every row of the file.
        content = hash(_content(filing))
        number, known = self._rehearsed.setdefault(filing.registration.external_id, (row.number, content))
        if number == row.number:
            return True
        self._again(row, filing, number=number, is_same=known == content)
        return False

    def _read(self, row: SourceRow) -> Filing | None:
        try:
            return self._reader.filing(row)
        except BadInput as refusal:
            self._rejects.add(row, str(refusal))
            return None

    # From here on in either lane: nothing of the run itself is changed.

    def _bring_in(self, pairs: Sequence[Pair]) -> _BatchOutcome:
        """Where a batch fails as a whole it goes row by row, so that only the bad row stays out."""
        outcome = _BatchOutcome()
        waiting = self._not_there(pairs, outcome)
        if not waiting:
            return outcome
        try:
            self._register([filing for _, filing in waiting], self._at)
            _count(outcome, waiting)
        # A key or a table of the installation is missing: no row is to blame, and none shall be refused for it.
        except NotReady:
            raise
        # No OperationalError: with the database away the import stops and is run again, and refuses nothing.
        except (HuiyinError, DataError, IntegrityError):
            for pair in self._not_there(waiting, outcome):
                self._bring_in_alone(pair, outcome)
        return outcome

    def _bring_in_alone(self, pair: Pair, outcome: _BatchOutcome) -> None:
        row, filing = pair
        try:
            self._register([filing], self._at)
            _count(outcome, [pair])
        except NotReady:
            raise
        except HuiyinError as refusal:
            outcome.refused.append((row, refusal))
        except (DataError, IntegrityError):
            # Another import of the same file may have been faster by a moment.
            if self._not_there([pair], outcome):
                outcome.refused.append((row, RowRefused()))

    def _not_there(self, pairs: Sequence[Pair], outcome: _BatchOutcome) -> list[Pair]:
        """Without what is here from an earlier run, and without what stands there under the id of something else."""
        by_id = {pair[1].registration.external_id: pair for pair in pairs}
        known = records_known(origin=self._reader.plan.origin, external_ids=by_id)
        if not known:
            return list(pairs)
        for external_id, differs in _differences({key: (by_id[key][1], known[key]) for key in known}).items():
            if differs:
                refusal = RecordDiffersFromStored(external_id=external_id, differs=differs)
                outcome.refused.append((by_id[external_id][0], refusal))
            else:
                outcome.already_there += 1
        return [pair for pair in pairs if pair[1].registration.external_id not in known]


def _count(outcome: _BatchOutcome, pairs: Sequence[Pair]) -> None:
    outcome.imported += len(pairs)
    outcome.closed += sum(filing.registration.closed_at is not None for _, filing in pairs)


def _content(filing: Filing) -> tuple[object, ...]:
    """What a row says, to compare it with another one of the same id."""
    person = filing.identity
    particulars = (person.name, person.phone, person.email, person.address) if person else ()
    # The token is drawn anew each time a row is read.
    return replace(filing.registration, token=""), particulars


def _differences(records: Mapping[str, tuple[Filing, RecordView]]) -> dict[str, str]:
    """In what a row is another record than the matter with its id; "" where it is the same.

    Compared is what stays as it came in. What changes while a matter is worked on, and who filed where one of the
    two doesn't say, tells nothing.
    """
    found = {key: _differs(filing, known) for key, (filing, known) in records.items()}
    people = {
        known.identity_id: filing.identity
        for key, (filing, known) in records.items()
        # Only where nothing else differs already: no identity is decrypted without need.
        if not found[key] and known.identity_id and filing.identity
    }
    others = identities_of_others(people)
    return {
        key: differs or ("信访人" if records[key][1].identity_id in others else "") for key, differs in found.items()
    }


def _differs(filing: Filing, known: RecordView) -> str:
    registration = filing.registration
    if registration.received_at != known.received_at:
        return "收到时间"
    if known.text and registration.text not in {known.text, clean(known.text)}:
        return "内容"
    return ""


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
    # Trails last: that of a root is its bare name, and means the root also where others share the name.
    return {name: min(ids) for name, ids in names.items() if len(ids) == 1} | trails
