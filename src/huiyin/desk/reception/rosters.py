"""The rosters of one's halls."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.reception.access import reception_view
from huiyin.desk.reception.roster_forms import DayOffRosterForm, JointRosterForm
from huiyin.kernel.time import now
from huiyin.orgs.selectors import unit_names
from huiyin.reception.rules.rosters import RosterKind
from huiyin.reception.selectors import units_received_for
from huiyin.reception.selectors.rosters import sittings_for
from huiyin.reception.services import hall_sitting_remove
from huiyin.web.forms import row_id

_FORMS = {form.code: form for form in (JointRosterForm, DayOffRosterForm)}


@require_http_methods(["GET", "HEAD", "POST"])
@reception_view
def rosters(request: DeskRequest) -> HttpResponse:
    """Both rosters of a hall, and adding to them."""
    units = unit_names(unit_ids=units_received_for(request.actor))
    asked = row_id(request.GET.get("unit", ""))
    hall = asked if asked is not None and asked in units else next(iter(units))
    show = partial(_rosters, request, units, hall)
    chosen = _FORMS.get(request.POST.get("form", "")) if request.method == "POST" else None
    if chosen is not None:
        address = f"{reverse('desk:reception_rosters')}?unit={hall}"
        return act(request, chosen(request.POST, hall_unit_id=hall), show=show, address=address)
    return show(None)


@require_POST
@reception_view
def sitting_remove(request: DeskRequest, sitting_id: UUID) -> HttpResponse:
    """Take a line out. Raises SittingNotFound."""
    hall_sitting_remove(actor=request.actor, sitting_id=sitting_id, at=now())
    messages.success(request, _("已经撤掉这一行。"))
    return HttpResponseRedirect(reverse("desk:reception_rosters"))


def _rosters(
    request: DeskRequest, units: dict[int, str], hall: int, form: ArrangeForm | None, *, status: int = 200
) -> HttpResponse:
    rows = [row for row in sittings_for(actor=request.actor, at=now()) if row.hall_unit_id == hall]
    forms = [form if isinstance(form, kind) else kind(hall_unit_id=hall) for kind in _FORMS.values()]
    context = {
        "units": units,
        "unit_id": hall,
        "joint": [row for row in rows if row.kind is RosterKind.JOINT],
        "days_off": [row for row in rows if row.kind is RosterKind.DAY_OFF],
        "forms": forms,
    }
    return render(request, "desk/reception/rosters.html", context, status=status)
