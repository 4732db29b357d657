"""Revising a plan period and ending it early: a page each."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.organisation.acting import act
from huiyin.desk.plan_periods.forms import EndPeriodForm, PeriodForm, RevisePeriodForm
from huiyin.desk.supervision.access import supervision_frame
from huiyin.kernel.time import now
from huiyin.matters.plan_period.errors import PeriodNotAllowed, PeriodOver
from huiyin.matters.plan_period.selectors.page import PeriodPage, period_page


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def revise(request: DeskRequest, period_id: UUID) -> HttpResponse:
    """Its days, leader and plan, with a reason. Raises PeriodNotFound, PeriodNotAllowed, PeriodOver."""
    return _change(request, period_id, RevisePeriodForm)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def end(request: DeskRequest, period_id: UUID) -> HttpResponse:
    """Before its last day, with result and reason. Raises PeriodNotFound, PeriodNotAllowed, PeriodOver."""
    return _change(request, period_id, EndPeriodForm)


def _change(request: DeskRequest, period_id: UUID, kind: type[PeriodForm]) -> HttpResponse:
    page = period_page(actor=request.actor, period_id=period_id, at=now())
    if not page.may_change:
        raise PeriodOver if page.period.is_over else PeriodNotAllowed
    show = partial(_page, request, page)
    form = kind(request.POST if request.method == "POST" else None, page=page)
    if request.method != "POST":
        return show(form)
    return act(request, form, show=show, address=reverse("desk:plan_period", args=[period_id]))


def _page(request: DeskRequest, page: PeriodPage, form: PeriodForm, *, status: int = 200) -> HttpResponse:
    context = supervision_frame(request.actor, "plan_periods") | {"page": page, "form": form}
    return render(request, "desk/plan_periods/change.html", context, status=status)
