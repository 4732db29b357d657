"""Reports to those above: the list of what is owed, and the rate (报结率) by unit, on the page and as a table."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, count_navigation, desk_view
from huiyin.desk.reports_up.access import may_report_up
from huiyin.desk.reports_up.forms import ReportDaysForm, month_before
from huiyin.documents.rules.media_types import XLSX
from huiyin.flows.report_rate import rate_csv, rate_workbook_write
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now, office_day
from huiyin.matters.instruction.selectors.lists import report_counts, reports_behind, reports_owed, total_of
from huiyin.web.downloads import made_response

_CSV = "csv"


@require_safe
@desk_view
def owed(request: DeskRequest) -> HttpResponse:
    """What is owed, the first due first. Raises NotAllowed."""
    _demand_staff(request)
    count_navigation(request)
    context = {"tab": "owed", "rows": reports_owed(actor=request.actor, at=now())}
    return render(request, "desk/reports_up/page.html", context)


@require_safe
@desk_view
def rate(request: DeskRequest) -> HttpResponse:
    """By unit: due, in time, late, missing, the rate; and the single ones behind. Raises NotAllowed."""
    _demand_staff(request)
    at = now()
    form = ReportDaysForm(request.GET)
    since, until = form.days(office_day(at))
    lines = report_counts(actor=request.actor, since=since, until=until, at=at)
    context = {
        "tab": "rate",
        "form": ReportDaysForm(initial={"since": since, "until": until}),
        "since": since,
        "until": until,
        "month_before": month_before(office_day(at)),
        "lines": lines,
        "total": total_of(lines),
        "unit": next((line.unit for line in lines if line.unit_id == form.unit_id), ""),
        "behind": reports_behind(actor=request.actor, since=since, until=until, unit_id=form.unit_id, at=at),
    }
    return render(request, "desk/reports_up/rate.html", context)


@require_safe
@desk_view
def table(request: DeskRequest) -> HttpResponse:
    """The same as CSV (`?as=csv`) or as a spreadsheet. Raises NotAllowed."""
    _demand_staff(request)
    at = now()
    since, until = ReportDaysForm(request.GET).days(office_day(at))
    lines = report_counts(actor=request.actor, since=since, until=until, at=at)
    name = _("上级交办报结率-%(since)s-%(until)s") % {"since": f"{since:%Y%m%d}", "until": f"{until:%Y%m%d}"}
    if request.GET.get("as") == _CSV:
        return made_response(rate_csv(lines).encode(), name=f"{name}.csv", media_type="text/csv; charset=utf-8")
    target = BytesIO()
    behind = reports_behind(actor=request.actor, since=since, until=until, at=at)
    rate_workbook_write(lines=lines, behind=behind, target=target)
    return made_response(target.getvalue(), name=f"{name}.xlsx", media_type=XLSX.name)


def _demand_staff(request: DeskRequest) -> None:
    if not may_report_up(request.actor):
        raise NotAllowed
