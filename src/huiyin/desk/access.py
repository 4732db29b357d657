"""Who comes to the desk: every view there is wrapped in `desk_view` and finds the officer in `request.actor`.

Pages of the desk extend `desk/frame.html`, which draws the menu on the left from `request.navigation`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from huiyin.desk.navigation import NavItem, navigation_counts, navigation_for
from huiyin.kernel.actor import Actor
from huiyin.orgs.selectors import actor_for
from huiyin.web.htmx import replace_page
from huiyin.web.pages import PageLink, message_page


class DeskRequest(HttpRequest):
    """A request that came through `desk_view`: with the officer as an actor, read once."""

    actor: Actor
    navigation: tuple[NavItem, ...]
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def count_navigation(request: DeskRequest) -> None:
    """Lists say beside the menu how much waits in each; one statement. Forms and matters' pages don't ask for it."""
    actor = request.actor
    counts = navigation_counts(actor)
    request.navigation = navigation_for(actor=actor, path=request.get_full_path(), counts=counts)


def desk_view(view: View) -> View:
    """Lets in officers who hold a post. What a matter says isn't kept by browsers unless the view decides otherwise.

    Raises OfficerNotThere when the account was shut meanwhile.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, request, *args, **kwargs)
        # On a device that others use, "back" would show what the officer before had read.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def _answer(
    view: Callable[..., HttpResponseBase], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if not request.user.is_authenticated:  # the middleware says it better; this holds without it too
        # HTMX would put the whole sign-in page into the small place that asked.
        return replace_page(request, redirect_to_login(request.get_full_path()))
    # Read anew for each request: a post that was taken away counts from the next one on.
    actor = actor_for(officer_id=request.user.pk)
    if not actor.posts:
        return _without_post(request)
    known = cast(DeskRequest, request)
    known.actor = actor
    # Without counts: a matter's page, forms and searches have to be fast first.
    known.navigation = navigation_for(actor=actor, path=request.get_full_path())
    return view(known, *args, **kwargs)


def _without_post(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        status=403,
        title=_("您还没有职位"),
        sentence=_("账号已经开通，但还没有分配单位和职位，所以这里暂时没有可以办的事。请联系本单位的管理员。"),
        ways=(PageLink(_("换一个账号"), reverse("account_logout")), PageLink(_("回到首页"), "/")),
    )
