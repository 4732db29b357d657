"""All notices to the officer, opening one of them, having seen them all."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.flows.bell import bell_notice_open, bell_page, bell_seen_through
from huiyin.kernel.errors import NotThere
from huiyin.kernel.time import now
from huiyin.notices.bell import BELL_KEPT, BellPlace
from huiyin.web.htmx import render_partial_or_page


@require_safe
@desk_view
def bell(request: DeskRequest) -> HttpResponse:
    """The notices of the last ninety days, fifty a page."""
    after = BellPlace.parse(request.GET.get("after", ""))
    found = bell_page(actor=request.actor, at=now(), after=after)
    next_url = f"{reverse('desk:bell')}?{urlencode({'after': str(found.after)})}" if found.after else None
    context = {
        "notices": found.notices,
        "until": found.notices[0].place if found.notices and after is None else None,
        "has_new": any(notice.is_new for notice in found.notices),
        "next_url": next_url,
        "kept_days": BELL_KEPT.days,
    }
    return render_partial_or_page(
        request, page="desk/bell/page.html", partial="desk/bell/_rows.html", context=context
    )


@require_safe
@desk_view
def opened(request: DeskRequest, notice_id: UUID) -> HttpResponse:
    """To what a notice is about; it isn't new any more. Raises NotThere."""
    # By HEAD somebody only asks whether it is there.
    if request.method == "HEAD":
        return HttpResponse()
    return HttpResponseRedirect(bell_notice_open(actor=request.actor, notice_id=notice_id, at=now()))


@require_POST
@desk_view
def seen(request: DeskRequest) -> HttpResponse:
    """All that the page showed has been seen; what came since stays new. Raises NotThere."""
    until = BellPlace.parse(request.POST.get("until", ""))
    if until is None:
        raise NotThere
    bell_seen_through(actor=request.actor, until=until)
    return HttpResponseRedirect(reverse("desk:bell"))
