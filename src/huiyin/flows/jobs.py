"""What an officer asked for and doesn't wait for: asked here, made by the worker, one job a round.

The worker makes it as that officer, with what they may see at that moment and not when they asked.
"""

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, gettext, override

from huiyin.documents.rules.media_types import XLSX
from huiyin.documents.services import files_remove
from huiyin.documents.services.made import file_store_made
from huiyin.flows.case_zip import case_zip_write
from huiyin.flows.list_workbook import workbook_write
from huiyin.jobs.errors import JobLost, JobOutdated
from huiyin.jobs.rules import JobKind
from huiyin.jobs.selectors import JobView, job_lines_of
from huiyin.jobs.services import (
    JobTaken,
    job_ask,
    job_finish,
    job_progress,
    job_refuse,
    job_take,
    jobs_sweep,
)
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError, NotAllowed
from huiyin.kernel.text import N_
from huiyin.matters.core.selectors.gate import matter_get_for, matter_ids_visible
from huiyin.matters.lists.selectors.lists import MatterFilter, MatterRow, WorkList, matter_count_for, work_lists_of
from huiyin.matters.lists.services import (
    EXPORT_MOST,
    filter_as_words,
    filter_of_words,
    list_export_record,
    list_lines,
)
from huiyin.orgs.selectors import actor_for

_ZIP = "application/zip"
# A row is written each so many lines: often enough to see it move, seldom enough to cost nothing.
_REPORT_EVERY = 1_000
_CHECKED_AT_ONCE = 5_000
_HOPELESS = N_("几次都没有做成。请缩小范围再试，或者联系管理员。")


@dataclass(slots=True)
class _JobRun:
    """One job being made: as whom, into which file; `record` is what goes into the ledger with its end."""

    job: JobTaken
    actor: Actor
    at: datetime
    target: BinaryIO
    media_type: str = ""
    record: Callable[[], None] = lambda: None
    lines: list[UUID] = field(default_factory=list)


def list_job_ask(
    *, actor: Actor, work_list: WorkList, only: MatterFilter, name: str, hidden: Collection[str] = (), at: datetime
) -> UUID:
    """Have a list written as a spreadsheet called `name`, in the reader's language, without the `hidden` facts.

    Raises JobsFull.
    """
    # Kept rows and entries say "box" for the list: the name stays as it is.
    asked = {"box": work_list.value, "name": name, "language": _language(), "hidden": " ".join(sorted(hidden))}
    asked |= filter_as_words(only)
    return job_ask(actor=actor, kind=JobKind.LIST, asked=asked, at=at)


def case_job_ask(*, actor: Actor, number: str, at: datetime) -> UUID:
    """Have the whole file of a matter made as an archive. Raises JobsFull."""
    asked = {"number": number, "name": f"{number}.zip", "language": _language()}
    return job_ask(actor=actor, kind=JobKind.CASE, asked=asked, at=at)


def job_check(*, actor: Actor, job: JobView) -> None:
    """Whether the officer may still have it: posts change within a day, and so does whom a matter is about.

    Raises MatterNotFound, NotAllowed, JobOutdated.
    """
    if job.kind == JobKind.CASE:
        matter_get_for(actor=actor, number=job.asked["number"])
        return
    if job.asked["box"] not in work_lists_of(actor):
        raise NotAllowed
    lines = job_lines_of(job_id=job.id)
    for place in range(0, len(lines), _CHECKED_AT_ONCE):
        ids = lines[place : place + _CHECKED_AT_ONCE]
        if matter_ids_visible(actor=actor, matter_ids=ids) != set(ids):
            # One line that they may not see any more spoils the file: nothing can be cut out of what is written.
            raise JobOutdated


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def jobs_round(*, at: datetime) -> int:
    """Clear away what has had its day, then make what has waited longest; gives how many were made, 0 or 1.

    What a job is refused, its page says. What fails otherwise is raised, and begun anew when the claim is stale.
    """
    jobs_sweep(at=at)
    job = job_take(at=at)
    if job is None:
        return 0
    # The worker has no reader: the file speaks the language of whoever asked.
    with override(job.asked.get("language")):
        try:
            _make(job, at)
        except JobLost:
            return 0
        except HuiyinError as error:
            sentence = gettext(error.sentence)
            with suppress(JobLost):
                # A sentence without params may have a % that is nothing but a sign.
                job_refuse(job=job, sentence=sentence % error.params if error.params else sentence, at=at)
    return 1


def _make(job: JobTaken, at: datetime) -> None:
    if job.is_hopeless:
        job_refuse(job=job, sentence=gettext(_HOPELESS), at=at)
        return
    with tempfile.TemporaryFile() as target:
        run = _JobRun(job, actor_for(officer_id=job.officer_id), at, target)
        _MAKERS[job.kind](run)
        target.seek(0)
        file = file_store_made(content=target, name=job.asked["name"], media_type=run.media_type, at=at)
    try:
        with transaction.atomic():
            job_finish(job=job, file=file, lines=run.lines, at=at)
            run.record()
    # Also where the worker is told to stop: no row knows of the file yet, so nobody else would remove it.
    except BaseException:
        files_remove(file_ids=[file.pk])
        raise


def _list(run: _JobRun) -> None:
    work_list, only = WorkList(run.job.asked["box"]), filter_of_words(run.job.asked)
    rows = list_lines(actor=run.actor, work_list=work_list, only=only)
    counted = _CountedRows(
        run.job, rows, matter_count_for(actor=run.actor, work_list=work_list, only=only, most=EXPORT_MOST)
    )
    workbook_write(rows=counted, target=run.target, hidden=run.job.asked["hidden"].split())
    run.media_type = XLSX.name
    run.lines = counted.ids
    run.record = lambda: list_export_record(
        actor=run.actor, work_list=work_list, only=only, lines=len(counted.ids), at=run.at
    )


def _case(run: _JobRun) -> None:
    case_zip_write(actor=run.actor, number=run.job.asked["number"], at=run.at, target=run.target)
    run.media_type = _ZIP


_MAKERS: Mapping[JobKind, Callable[[_JobRun], None]] = {JobKind.LIST: _list, JobKind.CASE: _case}


class _CountedRows:
    """Lines on their way into the file; the job's row hears now and then how many have passed."""

    def __init__(self, job: JobTaken, rows: Iterator[MatterRow], total: int) -> None:
        self._job, self._rows, self._total = job, rows, total
        self.ids: list[UUID] = []

    def __iter__(self) -> Iterator[MatterRow]:
        # Before the first line too: a job that was dropped meanwhile ends here and not after a thousand lines.
        job_progress(job=self._job, done=0, total=self._total)
        for row in self._rows:
            yield row
            self.ids.append(row.id)
            if len(self.ids) % _REPORT_EVERY == 0:
                job_progress(job=self._job, done=len(self.ids), total=self._total)
