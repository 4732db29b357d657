"""Being let in as somebody who signed. A cookie of its own: it opens one page and is none to any other."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.web.passes import Pass

SIGNER = Pass(cookie="sign_visit", path="/signed/", salt="huiyin.portal.signing")


def clear_signer_cookie(response: HttpResponse) -> None:
    """Forget them on this device."""
    SIGNER.take(response)


def signers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view `signer_id`; whose signature isn't there, or not any more, is asked for a code."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        held = SIGNER.read(request)
        if held is None:
            return _ask_again(request)
        try:
            response = view(request, signer_id=held.opens, **kwargs)
        except ReceiptUnknown:  # withdrawn
            return _ask_again(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        # A view that gave the pass back has the last word.
        if SIGNER.cookie not in response.cookies:
            SIGNER.give(request, response, held.opens, since=held)
        return response

    return guarded


def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, gettext("请输入查询码。半小时没有操作，也要重新输入。"))
    response = redirect("portal:lookup")
    clear_signer_cookie(response)
    return response
