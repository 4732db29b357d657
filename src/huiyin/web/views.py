"""Pages that belong to no context: error pages, the expired page, the reader's choices."""

import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.web.context import LARGE_TYPE_COOKIE
from huiyin.web.htmx import replace_page
from huiyin.web.middleware.storage import say_trouble
from huiyin.web.pages import PageLink, message_page
from huiyin.web.resend import posted_of
from huiyin.web.storage import trouble_of

_YEAR = 365 * 24 * 3600


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request can't be read."""
    return message_page(
        request,
        status=400,
        title=gettext("这次发来的内容读不出来"),
        sentence=gettext("请回到上一页再发一次。若带了附件，请减少文件数量后再试。"),
        posted=posted_of(request),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person."""
    return message_page(
        request,
        status=403,
        title=gettext("这一页不对您开放"),
        sentence=gettext("如果您的工作需要它，请联系本单位的管理员。"),
        posted=posted_of(request),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing for this person."""
    return message_page(
        request,
        status=404,
        title=gettext("没有这一页"),
        sentence=gettext("网址可能输错了，或者这一页已经移走。您已经提交的诉求不受影响。"),
        posted=posted_of(request),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Uses neither database nor session, so that it works when these don't."""
    if trouble := trouble_of(sys.exc_info()[1]):
        return say_trouble(request, trouble)
    context = {
        "site_name": settings.HUIYIN_SITE_NAME,
        "home": "/desk/" if request.path.startswith("/desk/") else "/",
        "was_sent": request.method == "POST",
    }
    return replace_page(request, HttpResponse(render_to_string("500.html", context), status=500))


def expired_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is no longer valid: everything typed is still there and can be sent again."""
    posted = posted_of(request)
    if posted is None:
        return message_page(
            request,
            status=403,
            title=gettext("这一页放得太久了"),
            sentence=gettext("为了安全，请重新打开这一页再填一次。若一再看到这句话，请允许本网站使用 Cookie。"),
            ways=(PageLink(gettext("重新打开这一页"), request.path),),
        )
    return message_page(
        request,
        status=403,
        title=gettext("这一页放得太久了"),
        sentence=gettext("您填写的内容都还在，还没有发出。请看一看，再按一次发送。"),
        posted=posted,
        resend_label=gettext("再次发送"),
        ways=(PageLink(gettext("不发送，重新打开这一页"), request.path),),
    )


def closed_page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """An address of the sign-in library that this installation doesn't use."""
    raise Http404


@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Switches large type on or off, remembers it for a year and goes back."""
    target = request.POST.get("next", "/")
    # `next` comes with the form: unchecked, this address would lead to any site.
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("large") == "1":
        response.set_cookie(
            LARGE_TYPE_COOKIE, "1", max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(LARGE_TYPE_COOKIE, samesite="Lax")
    return response
