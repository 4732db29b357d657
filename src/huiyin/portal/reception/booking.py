"""One's own booking: opened with its code, or right after booking; let go again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel.time import now
from huiyin.portal.lookup.throttle import network_of, wait_after_wrong
from huiyin.portal.lookup.views import slow_down_text
from huiyin.portal.reception.forms import BookingCodeForm
from huiyin.portal.reception.held import BOOKING, WISH, HeldBooking, booking_held, booking_hold, clear_booking_cookie
from huiyin.reception.errors import BookingOver, BookingUnknown
from huiyin.reception.selectors import booking_id_by_code, booking_view
from huiyin.reception.selectors.visits import wish_id_by_code
from huiyin.reception.services import appointment_cancel
from huiyin.web.refusals import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
def booking_page(request: HttpRequest) -> HttpResponse:
    """The booking that this browser has opened, else the form for its code."""
    if request.method == "POST":
        return _open(request, BookingCodeForm(request.POST))
    held = booking_held(request)
    if held is None:
        return _ask(request, BookingCodeForm())
    try:
        view = booking_view(appointment_id=held.appointment_id, token=held.token, at=now())
    except BookingUnknown:
        return _ask(request, BookingCodeForm())
    response = render(request, "portal/reception/booking.html", {"booking": view})
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def booking_cancel(request: HttpRequest) -> HttpResponse:
    """Ask first; let the slot go by a press on that page."""
    held = booking_held(request)
    if held is None:
        messages.info(request, gettext("半小时没有操作，请重新输入预约码。"))
        return redirect("portal:booking")
    if request.method != "POST":
        return _ask_to_cancel(request, held)
    try:
        appointment_cancel(appointment_id=held.appointment_id, at=now())
    except BookingOver as refusal:
        messages.info(request, sentence_of(refusal))
    else:
        messages.success(request, gettext("预约已经取消，时间让给了别人。"))
    return redirect("portal:booking")


@require_POST
def booking_leave(request: HttpRequest) -> HttpResponse:
    """Forget the booking on this device."""
    messages.success(request, gettext("已经从这台设备上清除。以后用预约码来看。"))
    response = redirect("portal:reception")
    BOOKING.end(request)
    clear_booking_cookie(response)
    return response


def _open(request: HttpRequest, form: BookingCodeForm) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, form, status=422)
    code = form.cleaned_data["code"]
    try:
        held = HeldBooking(booking_id_by_code(code=code))
    except BookingUnknown as refusal:
        if wished := _wish(request, code):
            return wished
        wait = wait_after_wrong(network=network_of(request), code=code, at=now())
        form.add_error(None if wait else "code", slow_down_text(wait) if wait else sentence_of(refusal))
        return _ask(request, form, status=429 if wait else 422)
    response = redirect("portal:booking")
    booking_hold(request, response, held)
    return response


def _wish(request: HttpRequest, code: str) -> HttpResponse | None:
    """On to the wish for a home visit that has this code; agreed to it is a booking and was found above."""
    try:
        wish_id = wish_id_by_code(code=code)
    except BookingUnknown:
        return None
    response = redirect("portal:home_visit_wish")
    WISH.give(request, response, wish_id)
    return response


def _ask_to_cancel(request: HttpRequest, held: HeldBooking) -> HttpResponse:
    """What would be let go; what can't be any more is shown as it is."""
    try:
        view = booking_view(appointment_id=held.appointment_id, at=now())
    except BookingUnknown:
        return redirect("portal:booking")
    if not view.may_cancel:
        return redirect("portal:booking")
    response = render(request, "portal/reception/cancel.html", {"booking": view})
    response["Cache-Control"] = "private, no-store"
    return response


def _ask(request: HttpRequest, form: BookingCodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/reception/code.html", {"form": form}, status=status)
