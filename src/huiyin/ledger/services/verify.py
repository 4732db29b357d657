"""Recomputing everything: entries, tree, checkpoints, and the rows that entries committed to."""

import time
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.ledger.models import Entry
from huiyin.ledger.rules.canonical import text_digest
from huiyin.ledger.services._entries import EntryCheck
from huiyin.ledger.services._findings import Findings, Problem, Progress, VerifyReport
from huiyin.ledger.services._rowbook import Mismatch, RowBook
from huiyin.ledger.services._rows import Plan, plans
from huiyin.ledger.services._stream import one_moment, ordered_entries, waiting_entries
from huiyin.ledger.services._tree import TreeCheck

__all__ = ["Problem", "VerifyReport", "ledger_verify"]

_CHUNK = 4000


def ledger_verify(*, progress: Progress | None = None, known: str = "") -> VerifyReport:
    """Recompute the ledger as of one moment and report what isn't as it was recorded, the first bad entry first.

    `progress(stage, done, total)` is called now and then; stages are "entries" and "rows", a total of 0 is unknown.
    `known` is a checkpoint's note that somebody kept elsewhere: today's ledger must begin with what it covers.
    Raises KeyMissing.
    """
    began = time.monotonic()
    findings = Findings()
    tell = progress or _say_nothing
    with one_moment(), RowBook() as book:
        entries = EntryCheck(findings, book)
        tree = TreeCheck(findings, known=known)
        total = Entry.objects.count() if progress else 0
        ordered = 0
        for batch in ordered_entries():
            for row in batch:
                tree.add(row[1], entries.check(row))
            ordered += len(batch)
            tell("entries", ordered, total)
        tree.finish()
        waiting = 0
        for batch in waiting_entries():
            for row in batch:
                entries.check(row)
            waiting += len(batch)
            tell("entries", ordered + waiting, total)
        entries.finish()
        rows = _see_rows(book, tell)
        _compare(book, findings)
        problems = findings.problems()
    return VerifyReport(
        entries=ordered + waiting,
        unsequenced=waiting,
        checkpoints=tree.checkpoints,
        rows=rows,
        seconds=time.monotonic() - began,
        problems=problems,
    )


def _see_rows(book: RowBook, tell: Callable[[str, int, int], None]) -> int:
    seen = 0
    for plan in plans():
        for batch in _rows_of(plan):
            book.see(batch)
            seen += len(batch)
            tell("rows", seen, 0)
    tell("rows", seen, seen)
    return seen


def _rows_of(plan: Plan) -> Iterator[list[tuple[str, str]]]:
    """Name and digest of each row, in batches."""
    statement = plan.statement()
    if statement is None:
        rows = plan.model._base_manager.values_list("pk", *plan.attributes).iterator(chunk_size=_CHUNK)
        while batch := [(plan.name(key), plan.digest(key, values)) for key, *values in islice(rows, _CHUNK)]:
            yield batch
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, [])
        while found := cursor.fetchmany(_CHUNK):
            yield found if connection.vendor == "postgresql" else [(name, text_digest(text)) for name, text in found]


def _compare(book: RowBook, findings: Findings) -> None:
    vouched = {plan.label for plan in plans()}
    once_used = {plan.label for plan in plans() if getattr(plan.model, "LEDGER_ONCE_USED", False)}
    for mismatch in book.mismatches():
        label = mismatch.name.partition(":")[0]
        if label not in vouched:
            continue  # a model that this release no longer has
        if mismatch.entry_id is None and label in once_used:
            continue  # not part of any record yet
        if mismatch.entry_id is None:
            findings.other(_("行 %(row)s 不是经台账写入的：没有任何记录提到它。") % {"row": mismatch.name})
        else:
            findings.entry(mismatch.entry_id, _sentence(mismatch) % {"row": mismatch.name})


def _sentence(mismatch: Mismatch) -> str:
    if not mismatch.digest:
        return _("行 %(row)s 不见了")
    if not mismatch.committed:
        return _("行 %(row)s 已删除，却又出现了")
    return _("行 %(row)s 与记录不符")


def _say_nothing(_stage: str, _done: int, _total: int) -> None:
    return None
