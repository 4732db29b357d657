"""My jobs: how far each is, and its file, for whoever asked and nobody else."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.jobs.lines import job_lines
from huiyin.documents.selectors import download_headers, file_view
from huiyin.documents.services import file_open
from huiyin.flows.jobs import job_check
from huiyin.jobs.errors import JobNotThere
from huiyin.jobs.selectors import job_of, jobs_of
from huiyin.jobs.services import job_drop
from huiyin.kernel.time import now
from huiyin.web.downloads import file_response
from huiyin.web.htmx import render_partial_or_page


@require_safe
@desk_view
def jobs(request: DeskRequest) -> HttpResponse:
    """All of them; while one runs, the list asks for itself again, or the reader does by a link."""
    lines = job_lines(jobs_of(officer_id=request.actor.officer_id or 0, at=now()))
    context = {"jobs": lines, "is_running": any(line.is_running for line in lines)}
    return render_partial_or_page(
        request, page="desk/jobs/page.html", partial="desk/jobs/_list.html", context=context
    )


@require_safe
@desk_view
def job_file(request: DeskRequest, job_id: UUID) -> FileResponse:
    """What was made. Raises JobNotThere; JobOutdated, NotAllowed, MatterNotFound when they may see it no more."""
    job = job_of(officer_id=request.actor.officer_id or 0, job_id=job_id, at=now())
    if job.file_id is None:
        raise JobNotThere
    # Between asking and fetching a post may go, or a matter turn out to be about the reader.
    job_check(actor=request.actor, job=job)
    return file_response(file_open(file_id=job.file_id), download_headers(file_view(file_id=job.file_id)))


@require_POST
@desk_view
def job_away(request: DeskRequest, job_id: UUID) -> HttpResponse:
    """It isn't needed any more. Raises JobNotThere."""
    job_drop(actor=request.actor, job_id=job_id, at=now())
    messages.success(request, _("已去掉。"))
    return HttpResponseRedirect(reverse("desk:jobs"))
