"""The reception days of one's own units, one day with its list, and the names on it."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.reception.access import reception_view
from huiyin.desk.reception.forms import CancelForm, ChangeForm, PublishForm
from huiyin.desk.register.walk_ins import reception_day_asked
from huiyin.kernel.time import now
from huiyin.orgs.selectors import unit_views
from huiyin.reception.rules import SHOWN_AHEAD, is_that_day
from huiyin.reception.selectors import day_sheet, day_view, days_for, units_received_for
from huiyin.reception.services import day_names_open


@require_http_methods(["GET", "HEAD", "POST"])
@reception_view
def overview(request: DeskRequest) -> HttpResponse:
    """The days of one's units, and publishing one."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    form.offer(request.actor)
    show = partial(_overview, request)
    if request.method == "POST":
        return act(request, form, show=show, address=reverse("desk:reception"))
    return show(form)


@require_http_methods(["GET", "HEAD", "POST"])
@reception_view
def day(request: DeskRequest, day_id: UUID) -> HttpResponse:
    """One day with its list, and changing it. Raises DayNotFound."""
    show = partial(_day, request, day_id)
    if request.method == "POST":
        form = ChangeForm.of(day_sheet(actor=request.actor, day_id=day_id, at=now()).day, request.POST)
        return act(request, form, show=show, address=reverse("desk:reception_day", args=[day_id]))
    return show(None)


@require_POST
@reception_view
def day_cancel(request: DeskRequest, day_id: UUID) -> HttpResponse:
    """Cancel a day. Raises DayNotFound."""
    # Asked for its gate: a stranger's day isn't there.
    day_sheet(actor=request.actor, day_id=day_id, at=now())
    form = CancelForm(request.POST)
    form.day_id = day_id
    address = reverse("desk:reception_day", args=[day_id])
    return act(request, form, show=partial(_day, request, day_id), address=address)


@require_POST
@reception_view
def day_names(request: DeskRequest, day_id: UUID) -> HttpResponse:
    """The list with names, once: each look is on record. Raises DayNotFound, NotThatDay."""
    names = day_names_open(actor=request.actor, day_id=day_id, at=now())
    return _day(request, day_id, None, names=names)


def _overview(request: DeskRequest, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    at = now()
    days = days_for(actor=request.actor, at=at)
    coming = [reception_day for reception_day in days if reception_day.ends_at > at]
    near = coming if "all" in request.GET else [found for found in coming if found.starts_at <= at + SHOWN_AHEAD]
    context = {
        "coming": near,
        "later": len(coming) - len(near),
        "past": [reception_day for reception_day in reversed(days) if reception_day.ends_at <= at],
        "form": form,
        "poster_units": list(unit_views(unit_ids=units_received_for(request.actor)).values()),
    }
    return render(request, "desk/reception/overview.html", context, status=status)


def _day(
    request: DeskRequest,
    day_id: UUID,
    form: ArrangeForm | None,
    *,
    status: int = 200,
    names: Mapping[UUID, str] | None = None,
) -> HttpResponse:
    """The page; a form that came back stands in its place."""
    at = now()
    sheet = day_sheet(actor=request.actor, day_id=day_id, at=at)
    shown = sheet.day
    cancel = form if isinstance(form, CancelForm) else CancelForm()
    context = {
        "day": shown,
        "lines": [(line, (names or {}).get(line.id, "")) for line in sheet.lines],
        "walk_ins": sheet.walk_ins,
        "may_register": reception_day_asked(str(day_id), actor=request.actor, at=at) is not None,
        "with_names": names is not None,
        "is_today": is_that_day(shown.starts_at, at),
        "has_begun": shown.starts_at <= at,
        "may_change": shown.cancelled_at is None and shown.starts_at > at,
        "change_form": form if isinstance(form, ChangeForm) else ChangeForm.of(day_view(day_id=day_id, at=at)),
        "cancel_form": cancel,
    }
    return render(request, "desk/reception/day.html", context, status=status)
