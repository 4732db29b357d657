"""How often which cause was found at which unit in a year; each number leads to its matters."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.reading.forms import YearForm
from huiyin.desk.supervision.access import may_supervise, supervision_frame
from huiyin.kernel.cells import csv_text
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import begin_of_day, now, office_day
from huiyin.matters.cause.rules import CAUSE_LABELS
from huiyin.matters.lists.selectors.cause_counts import CauseCount, cause_counts
from huiyin.matters.lists.selectors.lists import WorkList, work_lists_of
from huiyin.web.downloads import made_response


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One number, in words, and the list of what it counts."""

    unit: str
    label: str
    count: int
    href: str


@require_safe
@desk_view
def counts(request: DeskRequest) -> HttpResponse:
    """A table by unit and cause. Raises NotAllowed."""
    year = _year(request)
    context = supervision_frame(request.actor, "causes") | {
        "form": YearForm(initial={"year": year}),
        "year": year,
        "lines": _lines(request, year),
    }
    return render(request, "desk/causes/page.html", context)


@require_safe
@desk_view
def table(request: DeskRequest) -> HttpResponse:
    """The same as CSV. Raises NotAllowed."""
    year = _year(request)
    rows: list[list[str | int]] = [[_("单位"), _("原因"), _("件数")]]
    rows += [[line.unit, line.label, line.count] for line in _lines(request, year)]
    name = _("原因-%(year)s") % {"year": year}
    return made_response(csv_text(rows).encode(), name=f"{name}.csv", media_type="text/csv; charset=utf-8")


def _year(request: DeskRequest) -> int:
    if not may_supervise(request.actor):
        raise NotAllowed
    form = YearForm(request.GET)
    given = form.cleaned_data.get("year") if form.is_valid() else None
    return given or office_day(now()).year


def _lines(request: DeskRequest, year: int) -> list[CauseLine]:
    # Whoever leads looks at the units below, all others at their own.
    work_list = WorkList.BELOW if WorkList.BELOW in work_lists_of(request.actor) else WorkList.UNIT
    found = cause_counts(
        actor=request.actor,
        work_list=work_list,
        closed_from=begin_of_day(date(year, 1, 1)),
        closed_before=begin_of_day(date(year + 1, 1, 1)),
    )
    address = reverse("desk:work_list", args=[work_list.value])
    return [CauseLine(row.unit, _(CAUSE_LABELS[row.code]), row.count, _href(address, row, year)) for row in found]


def _href(address: str, row: CauseCount, year: int) -> str:
    query = {
        "unit": row.unit_id, "closed_from": f"{year}-01-01", "closed_until": f"{year}-12-31", "cause": row.code.value,
    }  # fmt: skip
    return f"{address}?{urlencode(query)}"
