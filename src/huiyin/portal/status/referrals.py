"""Help from an aid scheme: the petitioner says yes or no. Nothing has left before."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now
from huiyin.matters.assistance.errors import ConsentGone, ReferralStuck
from huiyin.matters.assistance.services import referral_agree, referral_decline
from huiyin.portal.visits import visitors_only
from huiyin.web.refusals import sentence_of


@require_POST
@visitors_only
def referral_accept(request: HttpRequest, *, matter_id: UUID, position: int) -> HttpResponse:
    """Yes."""
    try:
        referral_agree(actor=petitioner(matter_id), matter_id=matter_id, position=position, at=now())
    except (ConsentGone, ReferralStuck) as error:
        messages.info(request, sentence_of(error))
    else:
        messages.success(request, gettext("已经记下您同意，转介函在“给您的文书”里。"))
    return redirect("portal:status")


@require_POST
@visitors_only
def referral_refuse(request: HttpRequest, *, matter_id: UUID, position: int) -> HttpResponse:
    """No."""
    try:
        referral_decline(actor=petitioner(matter_id), matter_id=matter_id, position=position, at=now())
    except ConsentGone as error:
        messages.info(request, sentence_of(error))
    else:
        messages.success(request, gettext("已经记下您不同意。什么都没有转出，您的事项照常办理。"))
    return redirect("portal:status")
