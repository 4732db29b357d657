"""The two presses by which a petitioner lets others nearby read that it has been brought, and takes that back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now
from huiyin.matters.publication.errors import PublishingAgreed, PublishingNotAgreed
from huiyin.matters.publication.services import publishing_agree, publishing_stop
from huiyin.web.refusals import sentence_of


def press_agree(request: HttpRequest, matter_id: UUID) -> None:
    """Agree; nothing is shown before a registrar has looked at the title. Raises MoveNotAllowed."""
    try:
        publishing_agree(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    # Pressed twice: said, not refused.
    except PublishingAgreed as error:
        messages.info(request, sentence_of(error))
    else:
        messages.success(request, gettext("已经记下。登记员看过标题才公开，您随时可以收回。"))


def press_stop(request: HttpRequest, matter_id: UUID) -> None:
    """Take it back."""
    try:
        publishing_stop(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    except PublishingNotAgreed:
        messages.info(request, gettext("现在没有公开，不用收回。"))
    else:
        messages.success(request, gettext("已经收回，别人不再看得到。"))
