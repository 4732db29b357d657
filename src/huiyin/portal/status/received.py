"""The petitioner says that a posted reply has come: their own time runs from that day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now, office_day
from huiyin.matters.delivery.errors import DayOutOfRange
from huiyin.matters.delivery.services import reply_acknowledge
from huiyin.portal.status.forms import ReceivedForm
from huiyin.portal.status.views import show_status
from huiyin.portal.visits import visitors_only
from huiyin.web.reader_choices import is_choosing
from huiyin.web.refusals import sentence_of


@require_POST
@visitors_only
def letter_received(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """It has come."""
    form, at = ReceivedForm(request.POST, auto_id="received_%s"), now()
    # Asked first: the form isn't valid then, and the way below would lose the day that was typed.
    if is_choosing(request):
        return show_status(request, matter_id, received_form=form)
    if not form.is_valid():
        messages.error(request, str(form.errors["acknowledged_on"][0]))
        return redirect("portal:status")
    try:
        reply_acknowledge(
            actor=petitioner(matter_id),
            matter_id=matter_id,
            acknowledged_on=form.cleaned_data["acknowledged_on"] or office_day(at),
            at=at,
        )
    except DayOutOfRange as error:
        messages.error(request, sentence_of(error))
        return redirect("portal:status")
    messages.success(request, gettext("记下了。评价和申请复查的时间从收到那天算起。"))
    return redirect("portal:status")
