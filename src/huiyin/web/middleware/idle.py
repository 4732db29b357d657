"""A staff session that nobody uses ends, and says so."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from huiyin.kernel.time import now
from huiyin.web.htmx import replace_page
from huiyin.web.pages import PageLink, message_page
from huiyin.web.resend import posted_of
from huiyin.web.sessions import BEGUN, SEEN

_WRITE_EVERY = 60  # seconds; a click must not cost a write each time


class EndIdleSessions:
    """Ends a session that is idle or HUIYIN_SESSION_HOURS old, and keeps strangers off the desk.

    Idle is one without a request for SESSION_COOKIE_AGE seconds.

    A request that a page makes by itself says so with the header `X-Background: 1` and doesn't count as use.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only a request that brings a session cookie is looked at."""
        # Asked in this order: petitioners have no session, so for them nothing is looked up.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _keep_or_end(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Every page of the desk needs somebody signed in; nothing there is open by oversight."""
        match = request.resolver_match
        if match is None or "desk" not in match.namespaces or request.user.is_authenticated:
            return None
        # Whoever was never signed in has lost nothing and is told of no session that ended.
        if request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return replace_page(request, redirect_to_login(request.get_full_path()))
        return _session_ended(request)


def _keep_or_end(request: HttpRequest) -> None:
    current = int(now().timestamp())
    seen = int(request.session.get(SEEN, current))
    # Written with the first request, not at sign-in: until then both count from now.
    begun = int(request.session.get(BEGUN, current))
    if current - seen > settings.SESSION_COOKIE_AGE or current - begun > settings.HUIYIN_SESSION_HOURS * 3600:
        logout(request)
    elif request.headers.get("X-Background") != "1" and (
        current - seen >= _WRITE_EVERY or SEEN not in request.session
    ):
        request.session[SEEN] = current
        request.session[BEGUN] = begun


def _session_ended(request: HttpRequest) -> HttpResponse:
    # The address of a form that was sent often can't be opened; the page it was on can.
    here = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/desk/")
    login = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': here})}"
    posted = posted_of(request)
    if posted is None:
        return message_page(
            request,
            status=403,
            title=gettext("登录已过期"),
            sentence=gettext("有一阵没有操作，或者登录的时间太长，系统已替您退出。重新登录后回到这里。"),
            ways=(PageLink(gettext("重新登录"), login),),
        )
    return message_page(
        request,
        status=403,
        title=gettext("登录已过期"),
        sentence=gettext("您刚才填写的内容都还在这一页上，还没有发出。"),
        steps=(gettext("先在新窗口里重新登录。"), gettext("再回到这一页，按“再次发送”。")),
        ways=(PageLink(gettext("在新窗口里登录"), reverse(settings.LOGIN_URL)),),
        posted=posted,
        resend_label=gettext("再次发送"),
    )
