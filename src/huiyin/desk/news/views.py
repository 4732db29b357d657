"""What an open page asks every few seconds: one statement while nothing is new.

It keeps no session alive, reads nothing that is unread, and tells of a matter only what its page tells.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.navigation import count_text
from huiyin.desk.news.asked import NewsAsked, news_asked
from huiyin.desk.news.limits import asked_seldom
from huiyin.flows.bell import bell_for
from huiyin.flows.news import News, news_for
from huiyin.kernel.time import now
from huiyin.matters.core.selectors.versions import StepSince, steps_since
from huiyin.web.templatetags.huiyin import office_stamp

_STEPS_MOST = 12
_JUST_NOW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What one office, the petitioner or the reader did since the page was shown."""

    sentence: str


@require_safe
@asked_seldom
@desk_view
def news(request: DeskRequest) -> HttpResponse:
    """304 while nothing is other than at the mark that the page brings along; else the parts that are."""
    at = now()
    asked = news_asked(request.GET, request.actor, at=at)
    found = news_for(actor=request.actor, number=asked.number, listed=asked.listed)
    mark = f'"{found.mark}-{get_language()}"'
    # A proxy or the packing of answers weakens it; what it says stays the same.
    if request.headers.get("If-None-Match", "").removeprefix("W/") == mark:
        return HttpResponseNotModified(headers={"ETag": mark})
    response = render(request, "desk/news/_news.html", _context(request, asked, found, at))
    response["ETag"] = mark
    return response


def _context(request: DeskRequest, asked: NewsAsked, found: News, at: datetime) -> dict[str, object]:
    changes: tuple[ChangeLine, ...] = ()
    if found.version is not None and found.version > asked.seen:
        steps = steps_since(actor=request.actor, number=asked.number, seen=asked.seen, most=_STEPS_MOST)
        changes = _lines(steps, at)
    return {
        "bell": bell_for(actor=request.actor, at=at),
        "asked": asked,
        "version": found.version,
        "changes": changes,
        "is_gone": asked.is_matter and found.version is None,
        "listed": count_text(found.listed),
        "listed_count": found.listed,
    }


def _lines(steps: tuple[StepSince, ...], at: datetime) -> tuple[ChangeLine, ...]:
    """The last first; what one has done one after the other is one line."""
    lines = []
    for (who, is_own), found in groupby(steps, key=lambda step: (step.who, step.is_own)):
        run = list(found)
        names = _("、").join(dict.fromkeys(step.name for step in reversed(run)))
        when = _("刚刚") if at - run[0].at < _JUST_NOW else office_stamp(run[0].at)
        form = _("您在另一个窗口（%(when)s）：%(steps)s") if is_own else _("%(who)s（%(when)s）：%(steps)s")
        lines.append(ChangeLine(form % {"who": who, "when": when, "steps": names}))
    return tuple(lines)
