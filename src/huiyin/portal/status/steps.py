"""What the answer promises: the petitioner says that it is done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now
from huiyin.matters.carrying_out.errors import StepGone
from huiyin.matters.carrying_out.services import step_done
from huiyin.portal.visits import visitors_only
from huiyin.web.refusals import sentence_of


@require_POST
@visitors_only
def step_confirm(request: HttpRequest, *, matter_id: UUID, position: int) -> HttpResponse:
    """One promised thing has been done."""
    try:
        step_done(actor=petitioner(matter_id), matter_id=matter_id, position=position, at=now())
    # Said, not refused: pressed twice, or the office has recorded it meanwhile.
    except StepGone as error:
        messages.info(request, sentence_of(error))
    else:
        messages.success(request, gettext("已经记下，谢谢您。"))
    return redirect("portal:status")
