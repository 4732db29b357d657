"""What a matter's row copies from elsewhere, the search index and the archived files, recomputed by verification."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from huiyin.clocks.rules.next_due import next_due
from huiyin.clocks.selectors import running_dues
from huiyin.documents.models import CaseArchive
from huiyin.documents.selectors.bags import bag_faults
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.ledger.checks import SKEW, Check, Deviation, check_register
from huiyin.matters.archive.services import ARCHIVE_WAITS_MOST
from huiyin.matters.core.rules.states import OPEN_STATES
from huiyin.matters.models import Archiving, Matter
from huiyin.matters.search.services.index_checked import index_lacks
from huiyin.matters.search.services.rebuild import search_rebuild

_SUBJECT = "matter:"
# Who hands over by rule, and by the command; what an officer exports is another thing.
_ARCHIVER = system("archive").ref
_MANIFEST = "manifest-sha256.txt"


def open_deviations(_at: datetime) -> Iterator[Deviation]:
    """Matters that their state keeps open and their row doesn't, or the other way round."""
    as_state = Q(is_open=True, state__in=OPEN_STATES) | (Q(is_open=False) & ~Q(state__in=OPEN_STATES))
    for key, number in Matter.objects.exclude(as_state).order_by("pk").values_list("pk", "number"):
        yield Deviation(_("事项 %(number)s 是否办结与它的状态不符。") % {"number": number}, key)


def open_mend(found: Sequence[Deviation], _at: datetime) -> int:
    """As its state says."""
    rows = Matter.objects.filter(pk__in=[deviation.key for deviation in found])
    # Without steps of the matters: `derived_repair` writes one entry for all that was put right.
    return rows.filter(state__in=OPEN_STATES).update(is_open=True) + rows.exclude(state__in=OPEN_STATES).update(
        is_open=False
    )


def due_deviations(_at: datetime) -> Iterator[Deviation]:
    """Open matters whose next due date isn't the earliest of their running clocks."""
    # Both stand in the order of ids and are read side by side: neither has to fit into memory.
    by_subject = groupby(running_dues(), itemgetter(0))
    subject, clocks = next(by_subject, (None, iter(())))
    # By state: whether `is_open` is right is what the check above asks.
    rows = Matter.objects.filter(state__in=OPEN_STATES).order_by("pk").values_list("pk", "number", "next_due_at")
    for key, number, has in rows.iterator(chunk_size=2000):
        while subject is not None and subject < key:
            subject, clocks = next(by_subject, (None, iter(())))
        due = next_due((bound, due_at) for _id, bound, due_at in clocks) if subject == key else None
        # An open one without any running clock is named by `huiyin sweep`: no date could be put in its place.
        if due is not None and due != has:
            yield Deviation(_("事项 %(number)s 的最近到期日与它的时限不符。") % {"number": number}, (key, due))


def due_mend(found: Sequence[Deviation], _at: datetime) -> int:
    """The earliest date of its clocks."""
    return sum(
        Matter.objects.filter(pk=key).update(next_due_at=due) for key, due in (deviation.key for deviation in found)
    )


def search_deviations(_at: datetime) -> Iterator[Deviation]:
    """Matters that a search for their own words no longer finds."""
    for key, number in index_lacks():
        yield Deviation(_("查找不到事项 %(number)s：索引里缺少它的文字。") % {"number": number}, key)


def search_mend(_found: Sequence[Deviation], at: datetime) -> int:
    """All of it anew."""
    return search_rebuild(at=at)


def archive_deviations(_at: datetime) -> Iterator[Deviation]:
    """Archived files that were altered, are no hand-over of ours, or are gone from where the worker put them."""
    folder = Path(settings.HUIYIN_ARCHIVE)
    known = {row.manifest: row for row in CaseArchive.objects.all().iterator(chunk_size=2000)}
    there: set[str] = set()
    for bag in sorted(folder.glob("[0-9]*")) if folder.is_dir() else []:
        manifest = bag / _MANIFEST
        digest = hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""
        if digest not in known:
            yield Deviation(_("归档案卷 %(folder)s 不是台账记下的那一份。") % {"folder": bag})
            continue
        there.add(digest)
        for fault in bag_faults(bag):
            yield Deviation(_("归档案卷 %(folder)s 里的 %(name)s 被改动或不见了。") % {"folder": bag, "name": fault})
    done = dict(Archiving.objects.exclude(done_at=None).values_list("matter_id", "done_at"))
    for digest, row in known.items():
        made_at = done.get(UUID(row.subject.removeprefix(_SUBJECT))) if row.subject.startswith(_SUBJECT) else None
        # Only what the worker handed over itself; an export that an officer made was never in that folder.
        if made_at == row.made_at and digest not in there:
            params = {"folder": folder, "subject": row.subject}
            yield Deviation(_("归档案卷不在 %(folder)s 里了（%(subject)s）。") % params)


def archiving_deviations(at: datetime) -> Iterator[Deviation]:
    """Closed matters that the worker's notes keep from being handed over: said to be done, or put off."""
    handed_over = dict(CaseArchive.objects.filter(actor=_ARCHIVER).values_list("subject").annotate(Max("made_at")))
    columns = ("matter_id", "matter__number", "matter__closed_at", "done_at", "next_at")
    for key, number, closed_at, done_at, next_at in Archiving.objects.values_list(*columns).iterator(chunk_size=2000):
        made_at = handed_over.get(Ref("matter", key))
        # What is done before the closing says nothing of this end: the round takes it up anew.
        is_marked = done_at is not None and closed_at is not None and done_at >= closed_at
        if is_marked and (made_at is None or made_at < closed_at):
            yield Deviation(_("事项 %(number)s 标为已归档，却没有移交案卷的记录。") % {"number": number}, key)
        elif (done_at or at) > at + SKEW or (done_at is None and next_at > at + ARCHIVE_WAITS_MOST + SKEW):
            yield Deviation(_("事项 %(number)s 下次归档的时间不对：会晚归档或不归档。") % {"number": number}, key)


def archiving_mend(found: Sequence[Deviation], at: datetime) -> int:
    """Due at once, as if never tried."""
    keys = [deviation.key for deviation in found]
    return Archiving.objects.filter(pk__in=keys).update(done_at=None, next_at=at)


def register() -> None:
    """At start-up."""
    check_register(Check("matters.open", open_deviations, open_mend))
    check_register(Check("matters.due", due_deviations, due_mend))
    check_register(Check("matters.search", search_deviations, search_mend, reads_files=True))
    check_register(Check("matters.archiving", archiving_deviations, archiving_mend))
    check_register(Check("matters.archives", archive_deviations, reads_files=True))
