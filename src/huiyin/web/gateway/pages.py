"""What is said to a request that no thread has seen: made once for each language, as it must cost nothing."""

from collections.abc import Mapping
from enum import Enum
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from huiyin.kernel.text import N_
from huiyin.web.gateway.responses import Answer
from huiyin.web.languages import language_asked_for
from huiyin.web.middleware.headers import PAGE_POLICY

_AGAIN = b"30"


class Unread(Enum):
    """Why: status, title, sentence."""

    SLOW = (
        408,
        N_("没有收完"),
        N_(
            "您发来的内容太久没有收完，连接已断开，什么也没有存一半。请按浏览器的“后退”，填的内容多半还在；网络慢的话，先不带附件提交，附件以后再补。"
        ),
    )
    CROWDED = (
        503,
        N_("现在有点忙"),
        N_("从您这个网络来的请求太多，还在排队。什么也没有存一半。请按浏览器的“后退”，过半分钟再发一次。"),
    )
    FULL = (
        507,
        N_("现在存不下"),
        N_("什么也没有存一半。请按浏览器的“后退”，过几分钟再发一次。"),
    )


def unread_page(why: Unread, headers: Mapping[str, str]) -> Answer:
    """The page, in the language that the browser asks for."""
    # No session and no cookie is looked at: this must cost next to nothing.
    language = language_asked_for(headers)
    lines = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"private, no-store"),
        (b"content-security-policy", PAGE_POLICY.encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    if why is Unread.CROWDED:
        lines.append((b"retry-after", _AGAIN))
    return Answer(why.value[0], lines, body=_page(why, language))


@cache
def _page(why: Unread, language: str) -> bytes:
    _status, title, sentence = why.value
    with translation.override(language):
        context = {"title": gettext(title), "sentence": gettext(sentence), "site_name": settings.HUIYIN_SITE_NAME}
        return render_to_string("web/unread.html", context).encode()
