"""What has been brought near the place already, as far as those who brought it let others read of it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from huiyin.intake.rules.draft import DraftContent
from huiyin.kernel.positions import position_typed
from huiyin.kernel.time import now
from huiyin.matters.publication.selectors import NearbyMatter, matters_nearby
from huiyin.portal.filing.forms import WhereForm


@require_POST
def nearby_part(request: HttpRequest) -> HttpResponse:
    """The list for what is typed right now. Keeps nothing."""
    content = DraftContent().with_changes(WhereForm.typed(request.POST))
    return render(request, "portal/filing/_nearby.html", {"nearby": nearby_of(content, at=now()), "is_asked": True})


def nearby_of(content: DraftContent, *, at: datetime) -> list[NearbyMatter]:
    """None without a place."""
    return matters_nearby(
        position=position_typed(content.position), place=content.place, area_id=content.area_id, at=at
    )
