"""The list of calls to make; a call's page, where the number is opened and the result is one press."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.access import DeskRequest, count_navigation, desk_view
from huiyin.desk.calls.lines import CallLine, booking_line, call_lines, has_calls, matter_line
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.telephone.rules import CALL_RESULT_LABELS, TRIES_MOST
from huiyin.matters.telephone.selectors import call_for
from huiyin.matters.telephone.services import telephone_number_open, telephone_record
from huiyin.reception.selectors import booking_call_for
from huiyin.reception.services import appointment_call_record, appointment_number_open


@require_safe
@desk_view
def calls(request: DeskRequest) -> HttpResponse:
    """What the officer's units have to call about, late ones first. Raises NotAllowed."""
    if not has_calls(request.actor):
        raise NotAllowed
    count_navigation(request)
    return render(request, "desk/calls/page.html", {"rows": call_lines(actor=request.actor, at=now())})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def call(request: DeskRequest, call_id: UUID) -> HttpResponse:
    """One call; sent, it records what came of it. Raises CallGone, CallDone, CallResultUnknown."""
    if request.method != "POST":
        return _page(request, _of_matter(request, call_id))
    given = request.POST.get("result", "")
    return _recorded(request, telephone_record(actor=request.actor, call_id=call_id, result=given, at=now()))


# A press and no link: it opens the identity, and the petitioner reads of it.
@require_POST
@desk_view
def number(request: DeskRequest, call_id: UUID) -> HttpResponse:
    """The same page with the number on it; the opening is on record by then. Raises CallGone, CallDone."""
    phone = telephone_number_open(actor=request.actor, call_id=call_id, at=now())
    return _page(request, _of_matter(request, call_id), phone=phone)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def booking_call(request: DeskRequest, call_id: UUID) -> HttpResponse:
    """One call to somebody who has booked. Raises CallGone, CallDone, CallResultUnknown."""
    if request.method != "POST":
        return _page(request, _of_booking(request, call_id))
    given = request.POST.get("result", "")
    return _recorded(request, appointment_call_record(actor=request.actor, call_id=call_id, result=given, at=now()))


@require_POST
@desk_view
def booking_number(request: DeskRequest, call_id: UUID) -> HttpResponse:
    """The same page with the number on it; the opening is on record by then. Raises CallGone, CallDone."""
    phone = appointment_number_open(actor=request.actor, call_id=call_id, at=now())
    return _page(request, _of_booking(request, call_id), phone=phone)


def _of_matter(request: DeskRequest, call_id: UUID) -> CallLine:
    return matter_line(call_for(actor=request.actor, call_id=call_id, at=now()))


def _of_booking(request: DeskRequest, call_id: UUID) -> CallLine:
    return booking_line(booking_call_for(actor=request.actor, call_id=call_id, at=now()))


def _recorded(request: DeskRequest, over: bool) -> HttpResponse:
    done, again = _("已登记电话告知的结果。"), _("已记下没有打通，下一个工作日再打。")
    messages.success(request, done if over else again)
    return HttpResponseRedirect(reverse("desk:calls"))


def _page(request: DeskRequest, line: CallLine, *, phone: str = "") -> HttpResponse:
    context = {
        "call": line,
        "phone": phone,
        "results": [(result.value, _(label)) for result, label in CALL_RESULT_LABELS.items()],
        "tries_most": TRIES_MOST,
    }
    return render(request, "desk/calls/call.html", context)
