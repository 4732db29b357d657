"""A list as a spreadsheet: a short one at once, a long one from the worker."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.work.filters import list_query_of
from huiyin.desk.work.lists import work_list_label
from huiyin.documents.rules.media_types import XLSX
from huiyin.flows.jobs import list_job_ask
from huiyin.flows.list_workbook import workbook_write
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now, office_day
from huiyin.matters.lists.errors import ListTooLong
from huiyin.matters.lists.selectors.lists import WorkList, work_lists_of
from huiyin.matters.lists.services import list_export
from huiyin.orgs.selectors import list_arrangement
from huiyin.web.downloads import made_response


@require_POST
@desk_view
def export(request: DeskRequest, name: str) -> HttpResponse:
    """The list as it is narrowed now. Raises NotAllowed for a list that no post of theirs opens, JobsFull."""
    if name not in work_lists_of(request.actor):
        raise NotAllowed
    at, work_list = now(), WorkList(name)
    only = list_query_of(request.POST, at=at).only
    filename = f"{work_list_label(work_list)}-{office_day(at):%Y%m%d}.xlsx"
    hidden = list_arrangement(officer_id=request.actor.officer_id or 0, work_list=work_list.value).hidden
    try:
        rows = list_export(actor=request.actor, work_list=work_list, only=only, at=at)
    except ListTooLong:
        list_job_ask(actor=request.actor, work_list=work_list, only=only, name=filename, hidden=hidden, at=at)
        messages.success(request, _("这张表很长，已经排队去做。您可以先办别的事，做好后在这里下载。"))
        return HttpResponseRedirect(reverse("desk:jobs"))
    target = BytesIO()
    workbook_write(rows=rows, target=target, hidden=hidden)
    return made_response(target.getvalue(), name=filename, media_type=XLSX.name)
