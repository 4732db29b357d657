"""Being let in: for half an hour without a click, a signed cookie says which matter this browser has opened."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.matters.receipt.selectors import receipt_mark
from huiyin.web.pages import PageLink, message_page
from huiyin.web.passes import Held, Pass
from huiyin.web.resend import posted_of

VISIT = Pass(cookie="visit", path="/status/", salt="huiyin.portal.visit")

VisitorView = Callable[..., HttpResponseBase]


def grant_access(
    request: HttpRequest, response: HttpResponseBase, matter_id: UUID, *, mark: str, since: Held | None = None
) -> None:
    """Remember the matter for half an hour from now, as long as the code with that mark opens it."""
    VISIT.give(request, response, matter_id, mark=mark, since=since)


def revoke_access(response: HttpResponse) -> None:
    """Forget the matter on this device."""
    VISIT.take(response)


def visitors_only(view: VisitorView) -> VisitorView:
    """Gives the view `matter_id`, renews the half hour, and keeps the page out of every cache.

    Where another code was issued since, whoever opened it with the lost one is outside at once.
    """

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        held = VISIT.read(request)
        if held is None or held.mark != receipt_mark(matter_id=held.opens):
            return _ask_again(request)
        response = view(request, matter_id=held.opens, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        # A view that opened another matter or gave the pass back has the last word.
        if VISIT.cookie not in response.cookies:
            grant_access(request, response, held.opens, mark=held.mark, since=held)
        return response

    return guarded


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Back to the code; whatever was typed stays on the page."""
    posted = posted_of(request)
    if posted is None:
        messages.info(request, gettext("为了安全，半小时没有操作就要重新输入查询码。"))
        return redirect("portal:lookup")
    return message_page(
        request,
        status=403,
        title=gettext("请重新输入查询码"),
        sentence=gettext("半小时没有操作，页面已经锁上。您刚才写的内容都还在，还没有发出。"),
        steps=(gettext("先在新窗口里输入查询码。"), gettext("再回到这一页，按“再次发送”。")),
        ways=(PageLink(gettext("在新窗口里输入"), "/lookup/"),),
        posted=posted,
        resend_label=gettext("再次发送"),
    )
