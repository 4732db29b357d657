"""The filters that an officer has pinned: how much each has, on the start page."""

from django.http import QueryDict
from django.urls import reverse

from huiyin.db import Count, Queries
from huiyin.desk.navigation import COUNTED_MOST, count_text
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows
from huiyin.desk.work.filters import list_query_of
from huiyin.desk.work.lists import work_list_label
from huiyin.kernel.text import N_
from huiyin.matters.lists.selectors.lists import WorkList, matters_listed, work_lists_of
from huiyin.orgs.selectors import pinned_filters


def part() -> TodayPart:
    """The part of the start page; nothing is said of it where nothing is pinned."""
    return TodayPart(
        code="pinned",
        title=N_("常用筛选"),
        order=190,
        opens=lambda actor: bool(work_lists_of(actor)),
        load=_load,
        address=lambda _actor: reverse("desk:home"),
        is_silent=True,
    )


def _load(look: Look) -> TodayRows:
    """Two statements, however many are pinned. A list that no post opens any more isn't counted."""
    own = {work_list.value: work_list for work_list in work_lists_of(look.actor)}
    pinned = [found for found in pinned_filters(officer_id=look.actor.officer_id or 0) if found.work_list in own]
    queries = {str(found.id): _matters(look, own[found.work_list], found.query) for found in pinned}
    counts = Count.of(queries, most=COUNTED_MOST).ask() if queries else {}
    return TodayRows(
        tuple(
            TodayRow(
                href=f"{reverse('desk:work_list', args=[found.work_list])}?{found.query}",
                title=found.name,
                about=work_list_label(own[found.work_list]),
                state=count_text(counts[str(found.id)]) or "0",
            )
            for found in pinned
        )
    )


def _matters(look: Look, work_list: WorkList, query: str) -> Queries:
    only = list_query_of(QueryDict(query), at=look.at).only
    return [matters_listed(actor=look.actor, work_list=work_list, only=only.of_all_handlers)]
