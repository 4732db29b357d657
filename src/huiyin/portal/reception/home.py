"""Wishing to be visited at home, and reading what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import now
from huiyin.portal.lookup.throttle import network_of
from huiyin.portal.opening import once_open
from huiyin.portal.reception.held import WISH
from huiyin.portal.reception.home_forms import HomeVisitForm
from huiyin.portal.reception.tokens import with_token
from huiyin.reception.errors import BookingUnknown, WishAnswered, WishesEnough
from huiyin.reception.selectors.visits import wish_view
from huiyin.reception.services import home_visit_ask, home_visit_withdraw
from huiyin.web.refusals import sentence_of, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@once_open
def home_visit_page(request: HttpRequest) -> HttpResponse:
    """Ask the petition office to come."""
    if request.method != "POST":
        return _form(request, HomeVisitForm(initial={"token": new_token()}))
    form = HomeVisitForm(with_token(request.POST))
    if not form.is_valid():
        return _form(request, form, status=422)
    token = form.cleaned_data["token"]
    try:
        done = home_visit_ask(
            words=form.cleaned_data["words"],
            identity=form.identity,
            token=token,
            network=network_of(request),
            at=now(),
        )
    except BadInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
        return _form(request, form, status=status_of(refusal))
    except WishesEnough as refusal:
        form.add_error(None, sentence_of(refusal))
        return _form(request, form, status=429)
    response = redirect("portal:home_visit_wish")
    WISH.give(request, response, done.wish_id, mark=token)
    return response


@require_safe
def wish_page(request: HttpRequest) -> HttpResponse:
    """The wish that this browser has opened, else the form for its code."""
    held = WISH.read(request)
    if held is None:
        return redirect("portal:booking")
    try:
        view = wish_view(wish_id=held.opens, token=held.mark)
    except BookingUnknown:
        return redirect("portal:booking")
    response = render(request, "portal/reception/wish.html", {"wish": view})
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def wish_withdraw(request: HttpRequest) -> HttpResponse:
    """Take it back."""
    held = WISH.read(request)
    if held is None:
        messages.info(request, gettext("半小时没有操作，请重新输入预约码。"))
        return redirect("portal:booking")
    try:
        home_visit_withdraw(wish_id=held.opens, at=now())
    except WishAnswered as refusal:
        messages.info(request, sentence_of(refusal))
    else:
        messages.success(request, gettext("申请已经撤回。"))
    return redirect("portal:home_visit_wish")


@require_POST
def wish_leave(request: HttpRequest) -> HttpResponse:
    """Forget the wish on this device."""
    messages.success(request, gettext("已经从这台设备上清除。以后用预约码来看。"))
    response = redirect("portal:reception")
    WISH.end(request)
    WISH.take(response)
    return response


def _form(request: HttpRequest, form: HomeVisitForm, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/reception/home_visit.html", {"form": form}, status=status)
