"""The returns of one's own units, and one return with what can be done with it."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.returns.access import may_report
from huiyin.desk.returns.forms import FORMS
from huiyin.desk.returns.frame import frame
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.returns.rules.errors import ReturnChangedConflict, ReturnConflict
from huiyin.returns.rules.states import ReturnAction
from huiyin.returns.selectors import returns_of_units
from huiyin.returns.services import ReturnPage, return_page, return_send_nothing


@require_safe
@desk_view
def own(request: DeskRequest) -> HttpResponse:
    """What one's own units owe, the first due first, and what they have reported. Raises NotAllowed."""
    if not may_report(request.actor):
        raise NotAllowed
    due, past = returns_of_units(actor=request.actor, at=now())
    units = {row.unit for row in (*due, *past)}
    context = frame(request.actor, "own") | {"due": due, "past": past, "many_units": len(units) > 1}
    return render(request, "desk/returns/page.html", context)


@require_POST
@desk_view
def nothing(request: DeskRequest, return_id: UUID) -> HttpResponse:
    """Report with one press that there was nothing; pressed twice it is one return.

    Raises ReturnNotFound, ReturnNotAllowed, ReturnEarlyConflict, SomethingCountedConflict.
    """
    try:
        return_send_nothing(actor=request.actor, return_id=return_id, at=now())
    # Two presses, or two people, make one return: the second has done nothing wrong.
    except (ReturnConflict, ReturnChangedConflict):
        messages.info(request, _("这一期已经报过了。"))
    else:
        messages.success(request, _("已报无事。"))
    return HttpResponseRedirect(reverse("desk:returns"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def detail(request: DeskRequest, return_id: UUID) -> HttpResponse:
    """One return; it is sent, written down, corrected and marked here. Raises ReturnNotFound."""
    page = return_page(actor=request.actor, return_id=return_id, at=now())
    show = partial(_page, request, page)
    if request.method != "POST":
        return show(None)
    wanted = FORMS.get(request.POST.get("form", ""))
    if wanted is None:
        return show(None)
    form = wanted.of(page.detail, request.POST)
    return act(request, form, show=show, address=reverse("desk:return", args=[return_id]))


def _page(request: DeskRequest, page: ReturnPage, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    forms = [
        form if isinstance(form, wanted) else wanted.of(page.detail)
        for wanted in FORMS.values()
        # One that came back stands there although its move has closed: what was typed isn't lost.
        if page.may(wanted.action) or isinstance(form, wanted)
    ]
    context = frame(request.actor, "") | {
        "found": page.detail,
        "forms": forms,
        "open_form": _open_form(forms),
        "counted": _counted(page),
        "may_send_nothing": page.may(ReturnAction.SEND_NOTHING),
        "early": page.blocked.get(ReturnAction.SEND) if not page.may(ReturnAction.SEND) else None,
    }
    return render(request, "desk/returns/return.html", context, status=status)


def _open_form(forms: Sequence[ArrangeForm]) -> str:
    """Who can report finds the form open."""
    codes = [form.code for form in forms]
    return codes[0] if codes and codes[0] in {"send", "record"} else ""


def _counted(page: ReturnPage) -> list[tuple[str, int, str]]:
    """What would be reported from the rows now: label, number, measure."""
    lines = [line for line in page.detail.fields if line.is_counted]
    return [(line.label, page.counted.get(line.code, 0), line.measure) for line in lines]
