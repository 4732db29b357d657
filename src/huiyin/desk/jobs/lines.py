"""A job as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.desk.work.lists import work_list_label
from huiyin.jobs.rules import JobKind
from huiyin.jobs.selectors import JobView
from huiyin.kernel.ids import format_matter_number
from huiyin.matters.lists.selectors.lists import WorkList


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job in words. `percent` is None while nobody can say; `size` in bytes, 0 without a file."""

    id: UUID
    title: str
    asked_at: datetime
    state: str
    tone: str
    sentence: str
    is_running: bool
    percent: int | None
    size: int
    kept_until: datetime | None


def job_lines(jobs: Sequence[JobView]) -> tuple[JobLine, ...]:
    """The lines of the page."""
    return tuple(_line(job) for job in jobs)


def _line(job: JobView) -> JobLine:
    state, tone, sentence = _state(job)
    return JobLine(
        id=job.id,
        title=_title(job),
        asked_at=job.asked_at,
        state=state,
        tone=tone,
        sentence=sentence,
        is_running=job.ended_at is None,
        # Never 100 while it runs: its file isn't there before it has ended.
        percent=min(job.done * 100 // job.total, 99) if job.total and job.ended_at is None else None,
        size=job.file_size,
        kept_until=job.kept_until if job.file_id else None,
    )


def _title(job: JobView) -> str:
    if job.kind == JobKind.LIST:
        return _("导出“%(list)s”（XLSX）") % {"list": work_list_label(WorkList(job.asked["box"]))}
    return _("案卷 %(number)s（ZIP）") % {"number": format_matter_number(job.asked["number"])}


def _state(job: JobView) -> tuple[str, str, str]:
    if job.file_id:
        return _("做好了"), "neutral", ""
    if job.ended_at:
        return _("没有做成"), "late", job.refusal
    if job.begun_at is None:
        return _("排队中"), "neutral", _("前面的做完就做，通常几分钟以内。")
    if job.total:
        return (
            _("正在做"),
            "neutral",
            _("%(done)s / %(total)s 行") % {"done": f"{job.done:,}", "total": f"{job.total:,}"},
        )
    return _("正在做"), "neutral", ""
