"""Arranging a list: filters under a name, and what its lines say. All of it is the officer's own."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.work.facts import hidden_without
from huiyin.desk.work.filters import list_query_of, query_of
from huiyin.desk.work.views import list_page
from huiyin.kernel.errors import BadInput, Conflict, NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.lists.selectors.lists import WorkList, work_lists_of
from huiyin.orgs.services import list_facts_hide, list_filter_drop, list_filter_pin, list_filter_save
from huiyin.web.reader_choices import is_choosing
from huiyin.web.refusals import sentence_of


@require_POST
@desk_view
def save(request: DeskRequest, name: str) -> HttpResponse:
    """Keep the list_query of the page that it was sent from. Raises NotAllowed for a list that isn't theirs."""
    work_list = _work_list_named(request, name)
    if is_choosing(request):
        return list_page(request, work_list)
    # Always the same text for the same filter, so that the page knows whether it is kept already.
    query = query_of(list_query_of(request.POST, at=now()))
    try:
        list_filter_save(actor=request.actor, work_list=work_list, name=request.POST.get("name", ""), query=query)
    except (BadInput, Conflict) as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("已保存，以后在清单上方点一下就行。"))
    return HttpResponseRedirect(_address(work_list, query))


@require_POST
@desk_view
def drop(request: DeskRequest, filter_id: int) -> HttpResponse:
    """Keep it no longer. Raises FilterNotThere for one that isn't the officer's."""
    work_list = list_filter_drop(actor=request.actor, filter_id=filter_id)
    messages.success(request, _("已去掉这个筛选。"))
    return HttpResponseRedirect(_address(work_list, ""))


@require_POST
@desk_view
def pin(request: DeskRequest, filter_id: int) -> HttpResponse:
    """Show on the start page how much it has, or no more. Raises FilterNotThere for one that isn't the officer's."""
    is_pinned = request.POST.get("pin") == "1"
    query = query_of(list_query_of(request.POST, at=now()))
    try:
        work_list = list_filter_pin(actor=request.actor, filter_id=filter_id, is_pinned=is_pinned)
    except Conflict as error:
        messages.error(request, sentence_of(error))
        return HttpResponseRedirect(reverse("desk:home"))
    messages.success(request, _("“今天”里会显示它有多少件。") if is_pinned else _("“今天”里不再显示它。"))
    return HttpResponseRedirect(_address(work_list, query))


@require_POST
@desk_view
def facts(request: DeskRequest, name: str) -> HttpResponse:
    """Say in the lines of this list what was ticked. Raises NotAllowed for a list that isn't theirs."""
    work_list = _work_list_named(request, name)
    if is_choosing(request):
        return list_page(request, work_list)
    list_facts_hide(actor=request.actor, work_list=work_list, hidden=hidden_without(request.POST.getlist("fact")))
    return HttpResponseRedirect(_address(work_list, query_of(list_query_of(request.POST, at=now()))))


def _work_list_named(request: DeskRequest, name: str) -> WorkList:
    if name not in work_lists_of(request.actor):
        raise NotAllowed
    return WorkList(name)


def _address(work_list: str, query: str) -> str:
    address = reverse("desk:work_list", args=[work_list])
    return f"{address}?{query}" if query else address
