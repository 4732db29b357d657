"""When the disk is full or the database busy or away, the person is told and keeps every word."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from huiyin.kernel.text import N_
from huiyin.web.pages import message_page
from huiyin.web.resend import posted_of
from huiyin.web.storage import Trouble, trouble_of

_log = logging.getLogger(__name__)
_TITLES = {
    Trouble.FULL: N_("现在存不下"),
    Trouble.BUSY: N_("现在有点忙"),
    Trouble.AWAY: N_("系统暂时连不上数据库"),
}


class SayWhenStorageFails:
    """507 when there is no room, 503 when the database is busy or away; each with the form to send again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless something fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A view has failed; its transaction is undone by now."""
        trouble = trouble_of(error)
        return say_trouble(request, trouble) if trouble else None


def say_trouble(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The page; also used by the 500 handler, for failures outside of views (reading an upload, saving a session)."""
    _log.error("Storage is %s at %s %s", trouble.value, request.method, request.path)
    posted = posted_of(request)
    status = 507 if trouble is Trouble.FULL else 503
    title = gettext(_TITLES[trouble])
    if posted:
        sentence = gettext("请稍后再按一次，内容都还在。什么也没有存一半。")
    elif request.method == "POST":
        sentence = gettext("什么也没有存一半。请按浏览器的“后退”，过几分钟再发一次。")
    else:
        sentence = gettext("请过几分钟再打开这一页。")
    response = message_page(
        request, status=status, title=title, sentence=sentence, posted=posted, resend_label=gettext("再按一次")
    )
    response["Retry-After"] = "120"
    return response
