"""What an open page asks about, read from its address without ever refusing it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from huiyin.desk.work.filters import ListQuery, list_query_of
from huiyin.desk.work.filters import query_of as list_query_words
from huiyin.flows.news import ListAsked
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import parse_matter_number
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.lists.selectors.lists import WorkList, work_lists_of

_VERSION = re.compile(r"\d{1,9}")
_INSTANT = re.compile(r"\d{1,11}\.\d{1,6}")


@dataclass(frozen=True, slots=True)
class NewsAsked:
    """A matter and its version as shown, or a list; `is_matter`: one was named, whether it can be or not."""

    is_matter: bool = False
    number: str = ""
    seen: int = 0
    listed: ListAsked | None = None
    address: str = ""


def news_asked(query: QueryDict, actor: Actor, *, at: datetime) -> NewsAsked:
    """What the address asks about; a list that none of the officer's posts opens is as if it weren't there."""
    if "matter" in query:
        number = parse_matter_number(query.get("matter", "")) or ""
        version = query.get("seen", "")
        return NewsAsked(True, number, int(version) if _VERSION.fullmatch(version) else 0)
    name, since = query.get("list", ""), query.get("since", "")
    if name not in work_lists_of(actor) or not _INSTANT.fullmatch(since):
        return NewsAsked()
    found = list_query_of(query, at=at)
    words = list_query_words(found)
    address = reverse("desk:work_list", args=[name]) + (f"?{words}" if words else "")
    listed = ListAsked(WorkList(name), found.only, datetime.fromtimestamp(float(since), UTC))
    return NewsAsked(listed=listed, address=address)


def matter_news_address(page: MatterView) -> str:
    """What the page of a matter asks."""
    return f"{reverse('desk:news')}?{urlencode({'matter': page.number, 'seen': page.version})}"


def list_news_address(work_list: WorkList, query: ListQuery, *, at: datetime) -> str:
    """What a page of a list asks that was read at that instant."""
    given = [("list", work_list.value), ("since", f"{at.timestamp():.6f}"), *query.fields]
    return f"{reverse('desk:news')}?{urlencode(given)}"
