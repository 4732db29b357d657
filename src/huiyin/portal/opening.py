"""Before the house can receive anything the portal says so, instead of taking what nobody would answer."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.orgs.selectors import is_open
from huiyin.web.pages import PageLink, message_page
from huiyin.web.resend import posted_of

View = Callable[..., HttpResponseBase]


def once_open(view: View) -> View:
    """The view, or word that the door is still shut."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # Asked at each request: the door opens while this process runs, without a restart.
        return view(request, *args, **kwargs) if is_open() else _not_yet(request)

    return guarded


def _not_yet(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        status=503,
        title=gettext("这里还没有开放"),
        sentence=gettext(
            "接收和办理诉求的人还没有安排好，所以现在不收，免得您写了没有人答复。请过些时候再来，或直接到信访部门反映。"
        ),
        posted=posted_of(request),
        ways=(PageLink(gettext("回到首页"), "/"), PageLink(gettext("接待地点"), reverse("portal:reception"))),
    )
