"""The start page: what is due, what waits and what is new since the reader last looked, as their posts open it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from huiyin.db import Count
from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.navigation import COUNTED_MOST, NavItem, count_text, navigation_counts, navigation_for
from huiyin.desk.today.parts import Look, TodayPart, TodayRows, today_parts
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import now, office_day
from huiyin.matters.lists.selectors.lists import work_lists_of
from huiyin.orgs.rules import ROLE_LABELS
from huiyin.orgs.services import look_begin


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with its lines, in the reader's language.

    `count`: how much the whole list has, "" where the menu doesn't count it; `news`: how much of it has come since
    the last look, "" for nothing.
    """

    code: str
    title: str
    href: str
    template: str
    content: TodayRows
    count: str
    news: str
    is_silent: bool


@require_safe
@desk_view
def today(request: DeskRequest) -> HttpResponse:
    """The page. Only a page that is read begins a new look, not a glance whether it is there."""
    actor, at = request.actor, now()
    look = Look(actor, at, look_begin(actor=actor, at=at) if request.method == "GET" else None)
    parts = today_parts(actor)
    # Asked once: the menu and the parts show the same figures.
    counts, news = navigation_counts(actor), _news(look, parts)
    request.navigation = navigation_for(actor=actor, path=request.get_full_path(), counts=counts)
    shown = [_shown(part, look, counts, news) for part in parts]
    context = {
        "today": office_day(at),
        "since": look.since,
        "parts": [part for part in shown if not part.content.is_empty],
        "empty": [part for part in shown if part.content.is_empty and not part.is_silent],
        "news": [part for part in shown if part.news and not part.content.is_empty],
        "ways": () if work_lists_of(actor) else _ways(request.navigation),
        "roles": _roles(actor),
    }
    return render(request, "desk/today/page.html", context)


@require_safe
@desk_view
def overview(_request: DeskRequest) -> HttpResponse:
    """Where those in charge started before, and what they have in their bookmarks."""
    return redirect("desk:home")


def _news(look: Look, parts: list[TodayPart]) -> dict[str, int]:
    """How much of each part has come since the officer last looked. One statement."""
    # On the first look of all everything would be new.
    if look.since is None:
        return {}
    queries = {part.code: part.news(look.actor, look.since) for part in parts if part.news is not None}
    # Not together with the menu's counts: that statement is kept, and this one has an instant in it.
    return Count.of(queries, most=COUNTED_MOST).ask()


def _shown(part: TodayPart, look: Look, counts: Mapping[str, int], news: Mapping[str, int]) -> ShownPart:
    return ShownPart(
        code=part.code,
        title=gettext(part.title),
        href=part.address(look.actor),
        template=part.template,
        content=part.load(look),
        count=count_text(counts.get(part.code, 0)),
        news=count_text(news.get(part.code, 0)),
        is_silent=part.is_silent,
    )


def _ways(navigation: tuple[NavItem, ...]) -> list[NavItem]:
    """What somebody can do whose posts open no list of matters: the menu in sentences, and what is their own."""
    own = (
        NavItem("leave", gettext("外出和代办"), reverse("desk:leave"), hint=gettext("不在的时候由谁代办。")),
        NavItem("account", gettext("我的账号"), reverse("desk:account"), hint=gettext("看别人申请给您改什么。")),
    )
    rules = NavItem(
        "rules", gettext("现行规则"), reverse("portal:rules"), hint=gettext("各类事项的期限、依据和文书。")
    )
    there = [item for item in navigation if item.hint]
    return [*there, *own, rules]


def _roles(actor: Actor) -> str:
    """The reader's roles in words."""
    return gettext("、").join(dict.fromkeys(gettext(ROLE_LABELS[post.role]) for post in actor.posts))
