"""Lists of tasks, on the page, on paper and as a spreadsheet."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.documents.rules.media_types import PDF, XLSX
from huiyin.flows.task_sheet import task_annex, task_workbook
from huiyin.kernel.actor import UNIT_STAFF, Actor
from huiyin.kernel.errors import NotAllowed, NotThere
from huiyin.kernel.time import now, office_day
from huiyin.orgs.selectors import unit_name
from huiyin.tasks.selectors.giving import giving_units
from huiyin.tasks.selectors.lists import (
    FILTER_LABELS,
    LIST_LABELS,
    ORDER_LABELS,
    TaskFilter,
    TaskList,
    TaskOrder,
    task_lists_of,
    task_page,
    task_sums_below,
    tasks_all,
)
from huiyin.web.downloads import made_response
from huiyin.web.paper import letter_language

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """What an address asks for."""

    which: TaskList
    order: TaskOrder
    only: TaskFilter
    page: int

    def address(self, **changed: str) -> str:
        """The same list with something else changed, from its first page on."""
        values = {"list": self.which.value, "order": self.order.value, "only": self.only.value, **changed}
        query = QueryDict(mutable=True)
        query.update(values)
        return f"?{query.urlencode()}"


@require_safe
@desk_view
def tasks(request: DeskRequest) -> HttpResponse:
    """One of the officer's lists in one of the four orders. Raises NotAllowed for a list that no post opens."""
    at, query = now(), task_query(request)
    page = task_page(
        actor=request.actor, which=query.which, order=query.order, only=query.only, page=query.page, at=at
    )
    context = frame(request.actor, query.which) | {
        "page": page,
        "query": query,
        "heading": _(LIST_LABELS[query.which]),
        "orders": [
            (query.address(order=order), _(label), order is query.order) for order, label in ORDER_LABELS.items()
        ],
        "filters": [
            (query.address(only=choice), _(label), choice is query.only) for choice, label in FILTER_LABELS.items()
        ],
        "workbook": query.address(format="xlsx"),
        "annex": query.address(format="pdf"),
        "next": query.address(page=str(page.next)) if page.next else "",
        "previous": query.address(page=str(query.page - 1)) if query.page > 1 else "",
    }
    return render(request, "desk/tasks/page.html", context)


@require_safe
@desk_view
def below(request: DeskRequest) -> HttpResponse:
    """How many tasks the units below have, and how many are late. Raises NotAllowed."""
    if TaskList.BELOW not in task_lists_of(request.actor):
        raise NotAllowed
    sums = task_sums_below(actor=request.actor, at=now())
    return render(request, "desk/tasks/below.html", frame(request.actor, TaskList.BELOW) | {"sums": sums})


@require_safe
@desk_view
@letter_language()
def sheet(request: DeskRequest) -> HttpResponse:
    """The whole list as XLSX, or as PDF to be laid behind a letter. Raises NotAllowed, NotThere."""
    at, query = now(), task_query(request)
    rows = tasks_all(actor=request.actor, which=query.which, order=query.order, only=query.only, at=at)
    title = _(ORDER_LABELS[query.order])
    kind, name = request.GET.get("format"), f"{title}-{office_day(at):%Y%m%d}"
    if kind == "xlsx":
        content = task_workbook(rows, order=query.order, title=title)
        return made_response(content, name=f"{name}.xlsx", media_type=XLSX.name)
    if kind == "pdf":
        # Of several units always the same one stands above the list.
        unit = unit_name(unit_id=min(request.actor.units_as(*UNIT_STAFF)))
        content = task_annex(rows, order=query.order, title=title, unit=unit, on=office_day(at))
        return made_response(content, name=f"{name}.pdf", media_type=PDF.name)
    raise NotThere


def task_query(request: DeskRequest) -> TaskQuery:
    """What the address says, where it says nothing known the first of each. Raises NotAllowed."""
    open_lists = task_lists_of(request.actor)
    if not open_lists:
        raise NotAllowed
    which = _one_of(TaskList, request.GET.get("list"), TaskList.MINE)
    if which not in open_lists:
        raise NotAllowed
    number = request.GET.get("page", "1")
    return TaskQuery(
        which,
        _one_of(TaskOrder, request.GET.get("order"), TaskOrder.DUE),
        _one_of(TaskFilter, request.GET.get("only"), TaskFilter.OPEN),
        # Rubbish is page 1, and no address has endless rows skipped.
        min(int(number), 1000) if number.isdecimal() and len(number) < 5 and int(number) else 1,
    )


def frame(actor: Actor, which: TaskList | None) -> dict[str, object]:
    """Which lists this officer may open, and whether they may give tasks."""
    return {
        "lists": [
            (task_list.value, _(LIST_LABELS[task_list]), task_list is which) for task_list in task_lists_of(actor)
        ],
        "may_give": bool(giving_units(actor)),
    }


def _one_of(kind: type[Choice], text: str | None, default: Choice) -> Choice:
    return kind(text) if text in {choice.value for choice in kind} else default
