"""An officer's own jobs; nobody sees another's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.jobs.errors import JobNotThere
from huiyin.jobs.models import Job
from huiyin.jobs.rules import KEPT


@dataclass(frozen=True, slots=True)
class JobView:
    """One job; `total` is 0 until it is known. With a file it was done, with a refusal it wasn't."""

    id: UUID
    kind: str
    asked: Mapping[str, str]
    asked_at: datetime
    begun_at: datetime | None
    done: int
    total: int
    ended_at: datetime | None
    refusal: str
    file_id: UUID | None
    file_size: int

    @property
    def kept_until(self) -> datetime | None:
        """When it goes."""
        return self.ended_at + KEPT if self.ended_at else None


def jobs_of(*, officer_id: int, at: datetime) -> list[JobView]:
    """What this officer asked for, the newest first, without what has had its day."""
    found = Job.objects.filter(officer_id=officer_id).exclude(ended_at__lt=at - KEPT)
    return [_view(job) for job in found.select_related("file").defer("lines").order_by("-asked_at", "-pk")]


def job_of(*, officer_id: int, job_id: UUID, at: datetime) -> JobView:
    """One of them. Raises JobNotThere, for another officer's as well."""
    found = next((job for job in jobs_of(officer_id=officer_id, at=at) if job.id == job_id), None)
    if found is None:
        raise JobNotThere
    return found


def job_lines_of(*, job_id: UUID) -> list[UUID]:
    """What the file of a job has a line about."""
    kept = bytes(Job.objects.values_list("lines", flat=True).get(pk=job_id))
    return [UUID(bytes=kept[place : place + 16]) for place in range(0, len(kept), 16)]


def _view(job: Job) -> JobView:
    return JobView(
        id=job.pk,
        kind=job.kind,
        asked=json.loads(job.asked),
        asked_at=job.asked_at,
        begun_at=job.begun_at,
        done=job.done,
        total=job.total,
        ended_at=job.ended_at,
        refusal=job.refusal,
        file_id=job.file_id,
        file_size=job.file.size if job.file else 0,
    )
