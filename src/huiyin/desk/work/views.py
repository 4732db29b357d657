"""My work: by itself what is due first, in lists that can be worked through with the keyboard."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, count_navigation, desk_view
from huiyin.desk.news.asked import list_news_address
from huiyin.desk.work.bulk import is_bulk_list
from huiyin.desk.work.facts import fact_choices, hidden_without
from huiyin.desk.work.filters import (
    WITH_CLOSED,
    Choice,
    ListQuery,
    choices_of,
    is_by_handler,
    list_query_of,
    more_choices_of,
    query_of,
)
from huiyin.desk.work.lists import LIST_WORDS, work_list_label
from huiyin.desk.work.picks import PICKED_MOST
from huiyin.desk.work.places import ListAddress
from huiyin.desk.work.rows import work_rows
from huiyin.desk.work.turns import turn_tabs
from huiyin.kernel.actor import Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.handover.selectors.handover import assist_days
from huiyin.matters.lists.selectors.choices import list_choices
from huiyin.matters.lists.selectors.lists import (
    MatterRow,
    WorkList,
    matter_list_for,
    work_lists_of,
)
from huiyin.matters.lists.selectors.order import Cursor
from huiyin.matters.lists.selectors.waiting import waiting_words
from huiyin.orgs.selectors import list_arrangement
from huiyin.orgs.selectors.grants import GrantView, grants_to_decide
from huiyin.web.htmx import render_partial_or_page
from huiyin.web.reader_choices import is_choosing


@require_safe
@desk_view
def work_list(request: DeskRequest, name: str) -> HttpResponse:
    """One list. Raises NotAllowed for a list that none of the officer's posts opens."""
    if name not in work_lists_of(request.actor):
        raise NotAllowed
    return list_page(request, WorkList(name))


def list_page(request: DeskRequest, shown: WorkList) -> HttpResponse:
    """A list as its address narrows it; or as one of its forms does that was only sent to be shown again."""
    at = now()
    # The next lines of a list come without a menu around them.
    if not request.htmx:
        count_navigation(request)
    list_query = list_query_of(request.POST if is_choosing(request) else request.GET, at=at)
    found = matter_list_for(actor=request.actor, work_list=shown, only=list_query.only, after=list_query.after)
    address = reverse("desk:work_list", args=[shown.value])
    arranged = list_arrangement(officer_id=request.actor.officer_id or 0, work_list=shown.value)
    query = query_of(list_query)
    choices, more = _choices(request, shown, list_query)
    context = {
        "work_list": shown,
        "work_list_label": work_list_label(shown),
        "empty_title": _(LIST_WORDS[shown].empty_title),
        "empty_text": _(LIST_WORDS[shown].empty_text),
        "address": address,
        "news_address": list_news_address(shown, list_query, at=at),
        "rows": work_rows(
            rows=found.rows,
            at=at,
            assist_days=_assist_days(request, shown, found.rows),
            hidden=arranged.hidden,
            waiting=_waiting(shown, found.rows),
            within=ListAddress(shown, list_query.fields, list_query.only.sort),
        ),
        "next_url": _next_url(address, request, found.after),
        "choices": choices,
        "more_choices": more,
        "is_more_open": list_query.is_by_day or any(choice.is_set for choice in more),
        "list_query": list_query,
        "query": query,
        "saved": arranged.filters,
        "saved_here": next((saved for saved in arranged.filters if saved.query == query), None),
        **_arranging(request, arranged.hidden),
        "turns": () if request.htmx else turn_tabs(actor=request.actor, work_list=shown, list_query=list_query),
        "has_closed": shown in WITH_CLOSED,
        "is_bulk": is_bulk_list(shown) and not list_query.only.is_closed,
        "pick_label": _("选："),
        "picked_most": PICKED_MOST,
        "may_register": request.actor.holds(Role.REGISTRAR),
        "grants": _grants(request, shown),
    }
    return render_partial_or_page(
        request, page="desk/work/page.html", partial="desk/work/_rows.html", context=context
    )


def _choices(
    request: DeskRequest, shown: WorkList, list_query: ListQuery
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The filters and those that are seldom needed; the next lines of a list come without them."""
    if request.htmx:
        return (), ()
    found = list_choices(
        actor=request.actor,
        work_list=shown,
        by_handler=is_by_handler(shown, list_query.only),
    )
    return (
        choices_of(work_list=shown, list_query=list_query, found=found),
        more_choices_of(work_list=shown, list_query=list_query, found=found),
    )


def _assist_days(request: DeskRequest, shown: WorkList, rows: Sequence[MatterRow]) -> dict[UUID, date]:
    """In the list of what other units wait for, the day is the one that they have set."""
    if shown is not WorkList.ASSIST:
        return {}
    return assist_days(actor=request.actor, matter_ids=[row.id for row in rows])


def _grants(request: DeskRequest, shown: WorkList) -> list[GrantView]:
    """Beside what waits for a decision: the grants that wait for this officer's agreement."""
    if shown is not WorkList.APPROVALS or request.htmx:
        return []
    return grants_to_decide(officer_id=request.actor.officer_id or 0, at=now())


def _waiting(shown: WorkList, rows: Sequence[MatterRow]) -> dict[UUID, str]:
    """In the list of what waits for a decision, a line says which."""
    is_shown = shown in {WorkList.APPROVALS, WorkList.REVIEWS} and bool(rows)
    return waiting_words(matter_ids=[row.id for row in rows]) if is_shown else {}


def _arranging(request: DeskRequest, hidden: Collection[str]) -> dict[str, object]:
    """What lines say and a list_query's name: as they are kept, or as they were typed and not yet sent."""
    if not is_choosing(request):
        return {"facts": fact_choices(hidden)}
    if "name" in request.POST:
        return {"facts": fact_choices(hidden), "typed_name": request.POST["name"], "is_naming": True}
    return {"facts": fact_choices(hidden_without(request.POST.getlist("fact"))), "is_ticking": True}


def _next_url(address: str, request: HttpRequest, after: Cursor | None) -> str | None:
    if after is None:
        return None
    query: QueryDict = request.GET.copy()
    query["after"] = str(after)
    return f"{address}?{query.urlencode()}"
