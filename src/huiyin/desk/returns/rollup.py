"""The roll-up of a scheme: on the page, on paper, as a spreadsheet."""

from datetime import date
from io import BytesIO
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.returns.frame import frame
from huiyin.documents.rules.media_types import XLSX
from huiyin.flows.return_sheets import rollup_workbook_write
from huiyin.kernel.time import now
from huiyin.returns.selectors import RollUp, roll_up
from huiyin.web.date_fields import DayField
from huiyin.web.downloads import made_response
from huiyin.web.forms import PlainForm


class DaysForm(PlainForm):
    """From which due day to which; without both the newest slot."""

    first = DayField(
        label=gettext_lazy("应报时间从"),
        required=False,
    )
    last = DayField(
        label=gettext_lazy("到"),
        required=False,
    )


@require_safe
@desk_view
def page(request: DeskRequest, scheme_id: UUID) -> HttpResponse:
    """All units with in time, late and missing by name. Raises SchemeNotFound."""
    found = _found(request, scheme_id, request.GET)
    form = DaysForm(initial={"first": found.first, "last": found.last})
    context = frame(request.actor, "schemes") | {"found": found, "form": form}
    return render(request, "desk/returns/rollup.html", context)


@require_POST
@desk_view
def export(request: DeskRequest, scheme_id: UUID) -> HttpResponse:
    """The same as a spreadsheet. Raises SchemeNotFound."""
    found = _found(request, scheme_id, request.POST)
    target = BytesIO()
    rollup_workbook_write(found=found, target=target)
    filename = _("%(scheme)s汇总-%(first)s-%(last)s.xlsx") % {
        "scheme": found.scheme,
        "first": f"{found.first:%Y%m%d}",
        "last": f"{found.last:%Y%m%d}",
    }
    return made_response(target.getvalue(), name=filename, media_type=XLSX.name)


def _found(request: DeskRequest, scheme_id: UUID, asked: QueryDict) -> RollUp:
    """What can't be read as a day isn't asked for."""
    form = DaysForm(asked)
    given: dict[str, date | None] = form.cleaned_data if form.is_valid() else {}
    return roll_up(
        actor=request.actor, scheme_id=scheme_id, first=given.get("first"), last=given.get("last"), at=now()
    )
