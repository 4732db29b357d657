"""A request that is far too large is refused before it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext

from huiyin.web.gateway.limits import FILES_AT_ONCE, largest_body
from huiyin.web.pages import PageLink, message_page


class RefuseHugeBodies:
    """413 for more than five full-sized files and 2 MB of text in one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Once per process."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the announced length only; the server closes the connection with the body unread."""
        if _announced(request) <= largest_body(settings.HUIYIN_FILE_BYTES):
            return self.get_response(request)
        # The middleware that chooses the language comes after this one.
        with translation.override(translation.get_language_from_request(request)):
            return _too_large(request)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _too_large(request: HttpRequest) -> HttpResponse:
    megabytes = settings.HUIYIN_FILE_BYTES // (1024 * 1024)
    return message_page(
        request,
        status=413,
        title=gettext("附件太大，没有收下"),
        sentence=gettext(
            "每个文件最大 %(size)s MB，一次最多 %(count)s 个。请按“后退”，换小一点的文件再发；"
            "那一页上没有自动存下的文字要再填一次。"
        )
        % {"size": megabytes, "count": FILES_AT_ONCE},
        # A path that begins with two slashes would lead to another site.
        ways=(PageLink(gettext("回到刚才那一页"), escape_leading_slashes(request.path)),),
    )
