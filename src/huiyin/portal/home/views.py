"""The first page: four doors, and the way back to a draft or a receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.kernel.time import now
from huiyin.orgs.selectors import is_open
from huiyin.portal.drafts import held_draft


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """No statement at all unless the browser holds a draft, or the house isn't open yet."""
    return render(request, "portal/home/page.html", {"draft": held_draft(request, at=now()), "is_open": is_open()})
