"""Plans of reception days: all of them, a new one with its preview, one with its days."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.acting import ArrangeForm, act, attempt
from huiyin.desk.reception.access import reception_view
from huiyin.desk.reception.plan_forms import PlanEndForm, PlanForm
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import now, office_day
from huiyin.orgs.selectors import unit_names
from huiyin.reception.selectors import units_received_for
from huiyin.reception.selectors.check import reception_check
from huiyin.reception.selectors.plans import PlanPreview, plan_preview, plan_with_days, plans_for
from huiyin.web.forms import row_id

_MAKE = "make"


@require_safe
@reception_view
def plans(request: DeskRequest) -> HttpResponse:
    """The plans of one's units."""
    return render(request, "desk/reception/plans.html", {"plans": plans_for(actor=request.actor)})


@require_safe
@reception_view
def check(request: DeskRequest) -> HttpResponse:
    """Which weeks have no day, and how many days each post has, for a unit and a year."""
    at = now()
    units = unit_names(unit_ids=units_received_for(request.actor))
    unit_id = _unit_asked(request, units)
    this_year = office_day(at).year
    years = (this_year - 1, this_year, this_year + 1)
    asked = row_id(request.GET.get("year", ""))
    year = asked if asked in years else this_year
    found = reception_check(actor=request.actor, unit_id=unit_id, year=year, at=at)
    context = {"check": found, "units": units, "unit_id": unit_id, "years": years}
    return render(request, "desk/reception/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reception_view
def plan_new(request: DeskRequest) -> HttpResponse:
    """The rule, the days that would come of it, and making them."""
    units = unit_names(unit_ids=units_received_for(request.actor))
    unit_id = _unit_asked(request, units)
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(posted, unit_id=unit_id, initial={"token": new_token()})
    preview, status = None, 200
    if posted is not None and _MAKE in posted:
        status = attempt(request, form)
        if form.plan_id is not None:
            messages.success(request, _(form.done))
            return HttpResponseRedirect(reverse("desk:reception_plan", args=[form.plan_id]))
    if posted is not None:
        # Also where making it was refused: what has changed meanwhile is what the officer has to see.
        preview, status = _preview(request, form, status)
    context = {"form": form, "preview": preview, "units": units, "unit_id": unit_id}
    return render(request, "desk/reception/plan_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@reception_view
def plan(request: DeskRequest, plan_id: UUID) -> HttpResponse:
    """One plan with its days, and ending what is left of it. Raises PlanNotFound."""
    show = partial(_plan, request, plan_id)
    if request.method == "POST":
        # Asked for its gate: a stranger's plan isn't there.
        plan_with_days(actor=request.actor, plan_id=plan_id, at=now())
        form = PlanEndForm(request.POST)
        form.plan_id = plan_id
        return act(request, form, show=show, address=reverse("desk:reception_plan", args=[plan_id]))
    return show(PlanEndForm())


def _unit_asked(request: DeskRequest, units: Mapping[int, str]) -> int:
    asked = row_id(request.GET.get("unit", ""))
    return asked if asked is not None and asked in units else next(iter(units))


def _preview(request: DeskRequest, form: PlanForm, status: int) -> tuple[PlanPreview | None, int]:
    """What would be made, with the status of the page; what is wrong stands beside its field."""
    wrong_fields = set(form.errors) - {"__all__"}
    if wrong_fields or (status == 200 and not form.is_valid()):
        return None, 422
    try:
        return plan_preview(actor=request.actor, rule=form.rule(), at=now()), status
    except BadInput as refusal:
        if status == 200:
            form.refuse(refusal)
        return None, 422


def _plan(request: DeskRequest, plan_id: UUID, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    at = now()
    shown, days = plan_with_days(actor=request.actor, plan_id=plan_id, at=at)
    may_end = any(day.cancelled_at is None and day.starts_at > at for day in days)
    context = {"plan": shown, "days": days, "form": form, "may_end": may_end}
    return render(request, "desk/reception/plan.html", context, status=status)
