"""The list of explanation meetings that wait for an officer's units."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.explanations.lines import meeting_lines
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now
from huiyin.matters.explanation.selectors.waiting import may_arrange


@require_safe
@desk_view
def explanations(request: DeskRequest) -> HttpResponse:
    """What is to be arranged, answered, held. Raises NotAllowed."""
    if not may_arrange(request.actor):
        raise NotAllowed
    rows = meeting_lines(actor=request.actor, at=now())
    return render(request, "desk/explanations/page.html", {"rows": rows})
