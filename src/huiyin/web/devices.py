"""The devices that an officer has signed in with: a signed cookie each, a list, and a button that revokes one."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huiyin.kernel.ids import parse_uuid
from huiyin.orgs.rules import sign_in_name
from huiyin.orgs.selectors.sign_in import DEVICE_DAYS, devices_of
from huiyin.orgs.services import device_revoke

COOKIE = "devices"
_SALT = "huiyin.web.devices"
_SECONDS = DEVICE_DAYS * 24 * 3600
# Several officers may share one machine at the counter.
_MOST = 8


def device_of(request: HttpRequest, name: str) -> UUID | None:
    """The id under which this browser is known for an account, if it is."""
    return parse_uuid(_held(request).get(sign_in_name(name), ""))


def device_keep(request: HttpRequest, response: HttpResponse, name: str, device_id: UUID) -> None:
    """From now on the browser says that it is this device."""
    held = {**_held(request)}
    # Taken out and put behind the others: beyond the limit those go that were used longest ago.
    held.pop(name, None)
    held[name] = device_id.hex
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(list(held.items())[-_MOST:]), salt=_SALT),
        max_age=_SECONDS,
        # Sent only where somebody signs in; no other page has to know the device.
        path="/accounts/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices_page(request: HttpRequest) -> HttpResponse:
    """All of an officer's own; pressed, one or all of them are known no more."""
    officer_id = int(request.user.pk or 0)
    if request.method == "POST":
        device_revoke(officer_id=officer_id, device_id=_chosen(request.POST.get("device", "")))
        messages.success(request, gettext("已经取消。下次在那里登录，按新设备对待。"))
        return HttpResponseRedirect(reverse("devices"))
    here = device_of(request, request.user.get_username())
    response = render(request, "account/devices.html", {"devices": devices_of(officer_id=officer_id), "here": here})
    response["Cache-Control"] = "private, no-store"
    return response


def _chosen(text: str) -> UUID | None:
    """None for all of them; what is no id is none of them."""
    return (parse_uuid(text) or UUID(int=0)) if text else None


def _held(request: HttpRequest) -> Mapping[str, str]:
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return {}
    return held if isinstance(held, dict) else {}
