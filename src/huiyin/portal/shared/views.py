""" "This is a shared device": one press ends everything that this browser holds of anybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huiyin.intake.services import draft_discard
from huiyin.kernel.time import now
from huiyin.portal.drafts import clear_draft_cookie, held_draft
from huiyin.portal.joint.visits import SPEAKER, clear_speaker_cookie
from huiyin.portal.reception.held import BOOKING, clear_booking_cookie
from huiyin.portal.signing.visits import SIGNER, clear_signer_cookie
from huiyin.portal.visits import VISIT, revoke_access


@require_http_methods(["GET", "HEAD", "POST"])
def shared_page(request: HttpRequest) -> HttpResponse:
    """Says what goes, then lets it go: the draft with its files, the receipt, opened matters and bookings."""
    if request.method != "POST":
        return render(request, "portal/shared/page.html")
    draft = held_draft(request, at=now())
    if draft.view is not None:
        draft_discard(token=draft.token, at=now())
    messages.success(
        request, gettext("都已从这台设备上清除，别处打开着的同一事项也要重新输入查询码。请把浏览器的窗口也关上。")
    )
    response = redirect("portal:home")
    for sort in (VISIT, SPEAKER, SIGNER, BOOKING):
        # First on our side: a copy of the cookie would open the same on another device.
        sort.end_everywhere(request)
    for forget in (
        clear_draft_cookie,
        revoke_access,
        clear_speaker_cookie,
        clear_signer_cookie,
        clear_booking_cookie,
    ):
        forget(response)
    # Pages that the browser keeps for its "back" button go too, where it understands this.
    response["Clear-Site-Data"] = '"cache"'
    return response
