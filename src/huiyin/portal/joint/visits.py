"""Being let in as a representative. A cookie of its own: it opens one page and is none to the petitioner's pages."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.web.passes import Held, Pass

SPEAKER = Pass(cookie="joint_visit", path="/joint/", salt="huiyin.portal.joint")


def let_speaker_in(
    request: HttpRequest, response: HttpResponse, representative_id: UUID, *, since: Held | None = None
) -> None:
    """Remember the representative for half an hour from now."""
    SPEAKER.give(request, response, representative_id, since=since)


def clear_speaker_cookie(response: HttpResponse) -> None:
    """Forget them on this device."""
    SPEAKER.take(response)


def representatives_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view `representative_id`; who isn't one, or not any more, is asked for the code."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        held = SPEAKER.read(request)
        if held is None:
            return _ask_again(request)
        try:
            response = view(request, representative_id=held.opens, **kwargs)
        except ReceiptUnknown:  # a representative no more
            return _ask_again(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        # A view that gave the pass back has the last word.
        if SPEAKER.cookie not in response.cookies:
            let_speaker_in(request, response, held.opens, since=held)
        return response

    return guarded


def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, gettext("请输入查询码。半小时没有操作，也要重新输入。"))
    response = redirect("portal:lookup")
    clear_speaker_cookie(response)
    return response
