"""Schemes: the list, a new one, one of them and its end."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.returns.access import may_report
from huiyin.desk.returns.frame import frame
from huiyin.desk.returns.revise_form import ReviseForm
from huiyin.desk.returns.scheme_forms import BeginForm, EndForm, receiving_units
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now, office_day
from huiyin.returns.rules.errors import SchemeNotAllowed
from huiyin.returns.selectors import SchemeDetail, scheme_detail, schemes_for


@require_safe
@desk_view
def overview(request: DeskRequest) -> HttpResponse:
    """What one's units owe, receive and command. Raises NotAllowed."""
    if not may_report(request.actor):
        raise NotAllowed
    context = frame(request.actor, "schemes") | {
        "schemes": schemes_for(actor=request.actor, at=now()),
        "may_begin": bool(receiving_units(request.actor)),
    }
    return render(request, "desk/returns/schemes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def begin(request: DeskRequest) -> HttpResponse:
    """Begin a scheme. Raises SchemeNotAllowed for who manages no unit with others below it."""
    receiving = receiving_units(request.actor)
    if not receiving:
        raise SchemeNotAllowed
    form = BeginForm(request.POST if request.method == "POST" else None)
    form.offer(receiving)
    show = partial(_begin, request)
    if request.method == "POST":
        return act(request, form, show=show, address=reverse("desk:return_schemes"))
    return show(form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def scheme(request: DeskRequest, scheme_id: UUID) -> HttpResponse:
    """One scheme, and ending it. Raises SchemeNotFound."""
    show = partial(_scheme, request, scheme_id)
    if request.method != "POST":
        return show(None)
    scheme_detail(actor=request.actor, scheme_id=scheme_id, at=now())
    form = EndForm(request.POST)
    form.scheme_id = scheme_id
    return act(request, form, show=show, address=reverse("desk:return_scheme", args=[scheme_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def revise(request: DeskRequest, scheme_id: UUID) -> HttpResponse:
    """Revise a running scheme. Raises SchemeNotFound, SchemeNotAllowed, SchemeEndedConflict."""
    found = scheme_detail(actor=request.actor, scheme_id=scheme_id, at=now())
    found.check_change()
    show = partial(_revise, request, found)
    form = ReviseForm.of(found, request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return act(request, form, show=show, address=reverse("desk:return_scheme", args=[scheme_id]))
    return show(form)


def _revise(request: DeskRequest, found: SchemeDetail, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    context = frame(request.actor, "schemes") | {"scheme": found, "form": form}
    return render(request, "desk/returns/revise.html", context, status=status)


def _begin(request: DeskRequest, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/returns/begin.html", frame(request.actor, "schemes") | {"form": form}, status=status)


def _scheme(request: DeskRequest, scheme_id: UUID, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    at = now()
    found = scheme_detail(actor=request.actor, scheme_id=scheme_id, at=at)
    end_form = form or EndForm(initial={"last_day": office_day(at)})
    context = frame(request.actor, "schemes") | {
        "scheme": found,
        "form": end_form if found.may_change or form else None,
    }
    return render(request, "desk/returns/scheme.html", context, status=status)
