"""Recomputing everything: entries, tree, checkpoints, and the rows that entries committed to."""

import time
from collections.abc import Iterator
from datetime import datetime

from django.db import OperationalError
from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.kernel.time import now
from huiyin.ledger import newest
from huiyin.ledger.checks import checks
from huiyin.ledger.errors import NewestMissing, NewestUnreadable
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.services._entries import EntryCheck, last_about
from huiyin.ledger.services._extends import places_written
from huiyin.ledger.services._findings import MOST, Findings, Problem, Progress, VerifyReport
from huiyin.ledger.services._rowbook import Mismatch, RowBook
from huiyin.ledger.services._rows import plans
from huiyin.ledger.services._schema import schema_compare
from huiyin.ledger.services._stream import ordered_entries, waiting_entries
from huiyin.ledger.services._tree import Known, TreeCheck
from huiyin.ledger.services._verifier import Rows, rows_of_one_moment
from huiyin.ledger.verifier.reading import Digested

__all__ = ["Problem", "VerifyReport", "ledger_verify"]


def ledger_verify(*, progress: Progress | None = None, known: str = "", quick: bool = False) -> VerifyReport:
    """Recompute the ledger as of one moment and report what isn't as it was recorded, the first bad entry first.

    `progress(stage, done, total)` is called now and then; stages are "entries" and "rows", a total of 0 is unknown.
    Today's ledger must begin with what was signed last, as kept beside the keys and at the second place, and with
    what `known` covers, a checkpoint's note that somebody else kept.
    After the rows comes what contexts recompute (`ledger.checks`); `quick` leaves out what reads files and the search
    index. Raises KeyMissing.
    """
    began = time.monotonic()
    findings = Findings()
    report = progress or _ignore_progress
    # Before the moment: what is kept outside goes forward, and may be ahead of what is read later.
    notes = _kept_outside(findings, known)
    with rows_of_one_moment() as every_row, RowBook() as book:
        entries = EntryCheck(findings, book)
        tree = TreeCheck(findings, known=notes)
        total = Entry.objects.count() if progress else 0
        ordered = 0
        for batch in ordered_entries():
            leaves = entries.all_right(batch)
            if leaves is not None:
                tree.add_all([row[1] for row in batch], leaves)
            else:  # one by one: what is found depends on what came before
                for row in batch:
                    tree.add(row[1], entries.check(row))
            ordered += len(batch)
            report("entries", ordered, total)
        tree.finish()
        waiting = 0
        for batch in waiting_entries():
            if entries.all_right(batch) is None:
                for row in batch:
                    entries.check(row)
            waiting += len(batch)
            report("entries", ordered + waiting, total)
        entries.finish()
        rows = _Rows(every_row, report)
        _compare(book, rows, findings)
        recomputed = time.monotonic()
        schema_compare(findings)
        mendable = _recompute(findings, quick=quick, report=report)
        problems = findings.problems()
    return VerifyReport(
        entries=ordered + waiting,
        unsequenced=waiting,
        checkpoints=tree.checkpoints,
        rows=rows.seen,
        seconds=recomputed - began,
        checks_seconds=time.monotonic() - recomputed,
        problems=problems,
        mendable=mendable,
    )


def _recompute(findings: Findings, *, quick: bool, report: Progress) -> int:
    """What follows from something else; gives how many deviations can be mended."""
    at = present()
    mendable = 0
    for check in checks():
        if quick and check.reads_files:
            continue
        for done, deviation in enumerate(check.find(at), start=1):
            findings.other(deviation.what)
            mendable += check.mend is not None
            report("checks", done, 0)
    return mendable


def present() -> datetime:
    """The present instant, or that of the newest entry: a demo may be ahead of the machine's clock."""
    try:
        newest_at: datetime | None = Entry.objects.aggregate(at=Max("at"))["at"]
    except OperationalError:  # SQLite: it is no text any more, which is named as such
        return now()
    return max(now(), newest_at) if newest_at else now()


def _kept_outside(findings: Findings, given: str) -> list[Known]:
    found = [Known(given, _("给出的检查点"))] if given else []
    written = places_written(is_signed=Checkpoint.objects.exists())
    for path in newest.paths():
        try:
            kept = newest.read(path)
        except NewestUnreadable as error:
            findings.other(_(error.sentence) % error.params)
            continue
        if kept is not None:
            found.append(Known(kept.text, _("%(path)s 里的检查点") % {"path": path}, is_own=True))
        elif path in written:
            findings.other(_(NewestMissing.sentence) % {"path": path})
    return found


class _Rows:
    """All rows that entries vouch for: names and digests, in batches. `seen` counts them."""

    def __init__(self, rows: Rows, report: Progress) -> None:
        self._rows = rows
        self._report = report
        self.seen = 0

    def __iter__(self) -> Iterator[Digested]:
        for batch in self._rows.batches():
            self.seen += len(batch[0])
            yield batch
            self._report("rows", self.seen, 0)
        self._report("rows", self.seen, self.seen)


def _compare(book: RowBook, rows: _Rows, findings: Findings) -> None:
    vouched = {plan.label for plan in plans()}
    once_used = {plan.label for plan in plans() if getattr(plan.model, "LEDGER_ONCE_USED", False)}
    known: list[Mismatch] = []
    for mismatch in book.mismatches(rows):
        label = mismatch.name.partition(":")[0]
        if label not in vouched:
            continue  # a model that this release no longer has
        if mismatch.committed is not None:
            if len(known) < MOST:
                known.append(mismatch)
            else:
                findings.beyond += 1
        elif label not in once_used:  # of those that are, it isn't part of any record yet
            findings.other(_("行 %(row)s 不是经台账写入的：没有任何记录提到它。") % {"row": mismatch.name})
    by = last_about({mismatch.name for mismatch in known}) if known else {}
    for mismatch in known:
        findings.entry(by[mismatch.name], _sentence(mismatch) % {"row": mismatch.name})


def _sentence(mismatch: Mismatch) -> str:
    if not mismatch.digest:
        return _("行 %(row)s 不见了")
    if not mismatch.committed:
        return _("行 %(row)s 已删除，却又出现了")
    return _("行 %(row)s 与记录不符")


def _ignore_progress(_stage: str, _done: int, _total: int) -> None:
    return None
