"""The code, then the matter's page; nothing secret in any address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from huiyin.kernel.ids import format_matter_number, parse_matter_number
from huiyin.kernel.time import now
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import Holder, holder_by_code, holder_by_receipt
from huiyin.portal.joint.visits import let_speaker_in
from huiyin.portal.lookup.forms import LookupForm
from huiyin.portal.lookup.throttle import network_of, wait_after_wrong
from huiyin.portal.signing.visits import SIGNER
from huiyin.portal.visits import grant_access


@require_http_methods(["GET", "HEAD", "POST"])
def lookup_page(request: HttpRequest) -> HttpResponse:
    """`?number=` fills in the number: it stands in the QR code of the receipt."""
    if request.method == "POST":
        return _look_up(request, LookupForm(request.POST))
    number = parse_matter_number(request.GET.get("number", "")[:100])
    return _show(request, LookupForm(initial={"number": format_matter_number(number)} if number else None))


def _look_up(request: HttpRequest, form: LookupForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, form, status=422)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    try:
        # Before any wait is looked at: the right code is let in whoever guesses behind the same address.
        holder = _holder(number, code)
    except ReceiptUnknown:
        if wait := wait_after_wrong(network=network_of(request), code=code, at=now()):
            return _slow_down(request, form, wait)
        form.add_error(None, gettext("没有事项用这个查询码，请对照回执再看一遍。"))
        return _show(request, form, status=422)
    if holder.representative_id:
        response = redirect("portal:joint")
        let_speaker_in(request, response, holder.representative_id)
        return response
    if holder.signer_id:
        response = redirect("portal:signed")
        SIGNER.give(request, response, holder.signer_id)
        return response
    response = redirect("portal:status")
    grant_access(request, response, holder.matter_id, mark=holder.mark)
    return response


def _holder(number: str, code: str) -> Holder:
    """By number and code where the number fits; a code alone opens its matter, too. Raises ReceiptUnknown."""
    if number:
        try:
            return holder_by_receipt(number=number, code=code)
        except ReceiptUnknown:
            pass
    return holder_by_code(code=code)


def _slow_down(request: HttpRequest, form: LookupForm, seconds: int) -> HttpResponse:
    form.errors.clear()
    form.add_error(None, slow_down_text(seconds))
    response = _show(request, form, status=429)
    response["Retry-After"] = str(seconds)
    return response


def slow_down_text(seconds: int) -> str:
    """What is said to a wrong answer after many of them; a right one is let in at any time."""
    return gettext("对不上。从这个网络连着几次都对不上，请%(wait)s后再试；对得上的，现在就能打开。") % {
        "wait": _wait_text(seconds)
    }


def _wait_text(seconds: int) -> str:
    if seconds < 60:
        return ngettext("过 %(count)d 秒", "过 %(count)d 秒", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("过 %(count)d 分钟", "过 %(count)d 分钟", minutes) % {"count": minutes}


def _show(request: HttpRequest, form: LookupForm, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/lookup/page.html", {"form": form}, status=status)
