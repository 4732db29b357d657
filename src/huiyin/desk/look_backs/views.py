"""Matters that have to be looked back at, those that were, and the figures by step and unit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.supervision.access import may_look_back, supervision_frame
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.look_back.selectors.lists import look_back_page


@require_safe
@desk_view
def overview(request: DeskRequest) -> HttpResponse:
    """For leaders of units with others below them. Raises NotAllowed."""
    if not may_look_back(request.actor):
        raise NotAllowed
    context = supervision_frame(request.actor, "look_backs") | {"page": look_back_page(actor=request.actor, at=now())}
    return render(request, "desk/look_backs/page.html", context)
