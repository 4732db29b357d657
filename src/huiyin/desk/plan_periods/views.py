"""The list of plan periods, a new one, one of them week by week, and its sheet."""

from datetime import date
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
from huiyin.desk.plan_periods.forms import BeginPeriodForm
from huiyin.desk.supervision.access import may_see_periods, supervision_frame
from huiyin.documents.rules.media_types import XLSX
from huiyin.flows.leading_sheets import period_workbook
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.lists.services import sheet_export_record
from huiyin.matters.plan_period.errors import PeriodNotAllowed
from huiyin.matters.plan_period.selectors.gate import beginning_units
from huiyin.matters.plan_period.selectors.page import PeriodPage, period_page, periods_for
from huiyin.web.downloads import made_response


@require_safe
@desk_view
def overview(request: DeskRequest) -> HttpResponse:
    """Those of the officer's units. Raises NotAllowed."""
    if not may_see_periods(request.actor):
        raise NotAllowed
    context = supervision_frame(request.actor, "plan_periods") | {
        "periods": periods_for(actor=request.actor, at=now()),
        "may_begin": bool(beginning_units(request.actor)),
    }
    return render(request, "desk/plan_periods/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def begin(request: DeskRequest) -> HttpResponse:
    """Begin one. Raises PeriodNotAllowed for who is no leader or registrar of a unit with others below it."""
    units = beginning_units(request.actor)
    if not units:
        raise PeriodNotAllowed
    form = BeginPeriodForm(request.POST if request.method == "POST" else None, units=units)
    show = partial(_begin, request)
    if request.method != "POST":
        return show(form)
    status = attempt(request, form)
    if status != 200 or form.begun is None:
        return show(form, status=status)
    messages.success(request, _(form.done))
    return HttpResponseRedirect(reverse("desk:plan_period_choose", args=[form.begun]))


@require_safe
@desk_view
def period(request: DeskRequest, period_id: UUID) -> HttpResponse:
    """One period in the week that the address names. Raises NotAllowed, PeriodNotFound."""
    if not may_see_periods(request.actor):
        raise NotAllowed
    page = _found(request, period_id, request.GET.get("week", ""))
    context = supervision_frame(request.actor, "plan_periods") | {"page": page}
    return render(request, "desk/plan_periods/period.html", context)


@require_POST
@desk_view
def sheet(request: DeskRequest, period_id: UUID) -> HttpResponse:
    """The week as a spreadsheet; that it left is an entry. Raises NotAllowed, PeriodNotFound."""
    if not may_see_periods(request.actor):
        raise NotAllowed
    page = _found(request, period_id, request.POST.get("week", ""))
    sheet_export_record(actor=request.actor, sheet="plan_period", lines=len(page.rows), at=now())
    name = f"{page.period.name}-{page.week:%Y%m%d}.xlsx"
    return made_response(period_workbook(page), name=name, media_type=XLSX.name)


def _begin(request: DeskRequest, form: BeginPeriodForm, *, status: int = 200) -> HttpResponse:
    context = supervision_frame(request.actor, "plan_periods") | {"form": form}
    return render(request, "desk/plan_periods/begin.html", context, status=status)


def _found(request: DeskRequest, period_id: UUID, week: str) -> PeriodPage:
    """What can't be read as a day isn't asked for."""
    try:
        day = date.fromisoformat(week) if week else None
    except ValueError:
        day = None
    return period_page(actor=request.actor, period_id=period_id, week=day, at=now())
