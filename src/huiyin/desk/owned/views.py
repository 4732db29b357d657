"""Which matters leaders answer for in person, how far they have come, and the batches in which they were given."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.organisation.acting import attempt
from huiyin.desk.owned.forms import BatchForm
from huiyin.desk.supervision.access import may_sponsor, may_supervise, supervision_frame
from huiyin.documents.rules.media_types import PDF, XLSX
from huiyin.flows.leading_sheets import batch_annex, owned_workbook, tally_sentence
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now, office_day
from huiyin.matters.batch.selectors import batch_page, batches_for, owned_page, owned_to_batch
from huiyin.matters.lists.services import sheet_export_record
from huiyin.web.downloads import made_response
from huiyin.web.paper import letter_language
from huiyin.web.refusals import sentence_of

_MINE, _ALL = "mine", "all"


@require_safe
@desk_view
def owned(request: DeskRequest) -> HttpResponse:
    """A leader's own matters, or those of all leaders that the reader may see. Raises NotAllowed."""
    whose, at = _whose(request, request.GET.get("whose", "")), now()
    page = owned_page(actor=request.actor, mine=whose == _MINE, at=at)
    context = supervision_frame(request.actor, "owned") | {
        "page": page,
        "whose": whose,
        "may_own": may_sponsor(request.actor),
        "sentence": tally_sentence(page.tally, len(page.rows), on=office_day(at)),
    }
    return render(request, "desk/owned/page.html", context)


@require_POST
@desk_view
def owned_sheet(request: DeskRequest) -> HttpResponse:
    """The same as a spreadsheet; that it left is an entry. Raises NotAllowed."""
    whose, at = _whose(request, request.POST.get("whose", "")), now()
    page = owned_page(actor=request.actor, mine=whose == _MINE, at=at)
    sheet_export_record(actor=request.actor, sheet="sponsored", lines=len(page.rows), at=at)
    name = f"{_('包案事项')}-{office_day(at):%Y%m%d}.xlsx"
    return made_response(owned_workbook(page), name=name, media_type=XLSX.name)


@require_safe
@desk_view
def batches(request: DeskRequest) -> HttpResponse:
    """All batches with their rates. Raises NotAllowed."""
    _check(request)
    on = office_day(now())
    rows = [(row, tally_sentence(row.tally, row.size, on=on)) for row in batches_for(actor=request.actor)]
    context = supervision_frame(request.actor, "owned") | {"rows": rows}
    return render(request, "desk/owned/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def make(request: DeskRequest) -> HttpResponse:
    """Put a batch together; what can't be in it is named. Raises NotAllowed."""
    _check(request)
    rows = owned_to_batch(actor=request.actor, at=now()).rows
    form = BatchForm(request.POST if request.method == "POST" else None, actor=request.actor, rows=rows)
    show = partial(_make, request)
    if request.method != "POST":
        return show(form)
    status = attempt(request, form)
    if status != 200 or form.made is None:
        return show(form, status=status)
    messages.success(request, _(form.done))
    for number, refusal in form.made.refused.items():
        messages.warning(request, f"{format_matter_number(number)}{_('：')}{sentence_of(refusal)}")
    return HttpResponseRedirect(reverse("desk:owned_batch", args=[form.made.id]))


@require_safe
@desk_view
def batch(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """One batch. Raises NotAllowed, BatchNotFound."""
    _check(request)
    page = batch_page(actor=request.actor, batch_id=batch_id, at=now())
    context = supervision_frame(request.actor, "owned") | {
        "page": page,
        "sentence": tally_sentence(page.batch.tally, page.batch.size, on=office_day(now())),
    }
    return render(request, "desk/owned/batch.html", context)


@require_POST
@desk_view
@letter_language()
def batch_sheet(request: DeskRequest, batch_id: UUID) -> HttpResponse:
    """The same as XLSX, or as PDF to be laid behind a letter; that it left is an entry. Raises NotAllowed,
    BatchNotFound.
    """
    _check(request)
    at = now()
    page = batch_page(actor=request.actor, batch_id=batch_id, at=at)
    sheet_export_record(actor=request.actor, sheet="sponsor_batch", lines=len(page.owned.rows), at=at)
    name = _("领导包案第 %(number)s 批-%(day)s") % {"number": page.batch.number, "day": f"{office_day(at):%Y%m%d}"}
    if request.POST.get("format") == "pdf":
        content = batch_annex(page, on=office_day(at))
        return made_response(content, name=f"{name}.pdf", media_type=PDF.name)
    return made_response(owned_workbook(page.owned), name=f"{name}.xlsx", media_type=XLSX.name)


def _make(request: DeskRequest, form: BatchForm, *, status: int = 200) -> HttpResponse:
    context = supervision_frame(request.actor, "owned") | {"form": form}
    return render(request, "desk/owned/make.html", context, status=status)


def _check(request: DeskRequest) -> None:
    if not may_supervise(request.actor):
        raise NotAllowed


def _whose(request: DeskRequest, asked: str) -> str:
    """Leaders begin with their own, everybody else sees all."""
    _check(request)
    if not may_sponsor(request.actor):
        return _ALL
    return _ALL if asked == _ALL else _MINE
