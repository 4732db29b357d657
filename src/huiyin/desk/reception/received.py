"""What a leader has received at receptions and answers for until it is closed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.reception.access import reception_view
from huiyin.kernel.time import now
from huiyin.reception.selectors.received import received_closed_rows, received_rows


@require_safe
@reception_view
def received(request: DeskRequest) -> HttpResponse:
    """One's own, open ones first."""
    at = now()
    context = {
        "open_rows": received_rows(actor=request.actor, at=at),
        "closed_rows": received_closed_rows(actor=request.actor, at=at),
    }
    return render(request, "desk/reception/received.html", context)
