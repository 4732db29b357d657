"""Whether others nearby may read that the matter has been brought: the petitioner says so, and takes it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now
from huiyin.matters.publication.errors import PublishingAgreed, PublishingNotAgreed
from huiyin.matters.publication.services import publishing_agree, publishing_stop
from huiyin.portal.visits import visitors_only
from huiyin.web.refusals import sentence_of


@require_POST
@visitors_only
def agree(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Agree; nothing is shown before a registrar has looked at the title."""
    try:
        publishing_agree(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    # Pressed twice: said, not refused.
    except PublishingAgreed as error:
        messages.info(request, sentence_of(error))
    else:
        messages.success(request, gettext("已经记下。登记员看过标题才公开，您随时可以收回。"))
    return redirect("portal:status")


@require_POST
@visitors_only
def stop(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Take it back."""
    try:
        publishing_stop(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    except PublishingNotAgreed:
        messages.info(request, gettext("现在没有公开，不用收回。"))
    else:
        messages.success(request, gettext("已经收回，别人不再看得到。"))
    return redirect("portal:status")
