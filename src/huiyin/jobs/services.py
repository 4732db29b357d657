"""The life of a job: asked for, taken by one worker, told how far it is, ended, and cleared away after a day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from huiyin.documents.models import StoredFile
from huiyin.documents.services.remove import files_remove
from huiyin.jobs.errors import JobLost, JobNotThere, JobsFull
from huiyin.jobs.models import Job
from huiyin.jobs.rules import KEPT, REFUSAL_LENGTH, STALE, TRIES_MOST, WAITING_MOST, JobKind
from huiyin.kernel.actor import Actor, system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import shorten
from huiyin.ledger.services import entry_append

# As entries have named them since before jobs were a context of their own.
FINISHED, CLEARED = "documents.job.finished", "documents.job.cleared"


@dataclass(frozen=True, slots=True)
class JobTaken:
    """A job that this worker has; `begun_at` is its claim, `tries` how often it was begun, this time included."""

    id: UUID
    officer_id: int
    kind: JobKind
    asked: Mapping[str, str]
    begun_at: datetime
    tries: int

    @property
    def is_hopeless(self) -> bool:
        """Whether it was begun as often as it may be, and never ended."""
        return self.tries > TRIES_MOST


@transaction.atomic
def job_ask(*, actor: Actor, kind: JobKind, asked: Mapping[str, str], at: datetime) -> UUID:
    """Ask for a file; the same again while it waits is the same job. Raises NotAllowed, JobsFull."""
    if actor.officer_id is None:
        raise NotAllowed
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    waiting = dict(Job.objects.filter(officer_id=actor.officer_id, ended_at=None).values_list("asked", "pk"))
    if text in waiting:
        return waiting[text]
    if len(waiting) >= WAITING_MOST:
        raise JobsFull(most=WAITING_MOST)
    return Job.objects.create(officer_id=actor.officer_id, kind=kind, asked=text, asked_at=at).pk


def job_take(*, at: datetime) -> JobTaken | None:
    """The one that has waited longest and that no living worker has; None when there is none."""
    free = Job.objects.filter(Q(begun_at=None) | Q(begun_at__lt=at - STALE), ended_at=None)
    # Several, as another worker may claim the first ones between this reading and the claim.
    for job in free.order_by("asked_at", "pk")[:10]:
        # By what was read: whoever was faster has changed it, and then no row is claimed.
        claimed = free.filter(pk=job.pk, begun_at=job.begun_at, tries=job.tries)
        if claimed.update(begun_at=at, tries=job.tries + 1, done=0, total=0):
            return JobTaken(job.pk, job.officer_id, JobKind(job.kind), json.loads(job.asked), at, job.tries + 1)
    return None


def job_progress(*, job: JobTaken, done: int, total: int) -> None:
    """Say how far it is. Raises JobLost when it was dropped, or another worker has it."""
    if not _held(job).update(done=done, total=max(done, total)):
        raise JobLost


def job_finish(*, job: JobTaken, file: StoredFile, lines: Iterable[UUID] = (), at: datetime) -> None:
    """Let the officer have the file, with `lines` about these. In the caller's transaction. Raises JobLost."""
    if not _held(job).update(file=file, lines=b"".join(line.bytes for line in lines), ended_at=at):
        raise JobLost
    rows = [Job.objects.get(pk=job.id), file]
    entry_append(kind=FINISHED, subject=Ref("officer", job.officer_id), at=at, actor=system("jobs").ref, rows=rows)


def job_refuse(*, job: JobTaken, sentence: str, at: datetime) -> None:
    """Say why there is no file. Raises JobLost."""
    if not _held(job).update(refusal=shorten(sentence, REFUSAL_LENGTH), ended_at=at):
        raise JobLost


def job_drop(*, actor: Actor, job_id: UUID, at: datetime) -> None:
    """Whoever asked needs it no more, whether it waits, runs or is done. Raises JobNotThere."""
    # Who is no officer has no jobs: 0 is nobody's id.
    if not _remove(Job.objects.filter(pk=job_id, officer_id=actor.officer_id or 0), at):
        raise JobNotThere


def jobs_sweep(*, at: datetime) -> int:
    """Clear away what ended more than a day ago, file and all; gives how many."""
    return _remove(Job.objects.filter(ended_at__lt=at - KEPT), at)


def _held(job: JobTaken) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.id, begun_at=job.begun_at, ended_at=None)


def _remove(jobs: QuerySet[Job], at: datetime) -> int:
    """First the rows, then what they held: a crash in between leaves files that a sweep finds."""
    with transaction.atomic():
        found = list(jobs.select_related("file"))
        gone = [row for job in found if job.file for row in (job, job.file)]
        if gone:
            actor = system("jobs").ref
            entry_append(kind=CLEARED, subject=Ref("file", "jobs"), at=at, actor=actor, gone=gone)
        Job.objects.filter(pk__in=[job.pk for job in found]).delete()
    if files := [job.file_id for job in found if job.file_id]:
        files_remove(file_ids=files)
    return len(found)
