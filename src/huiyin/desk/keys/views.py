"""The page of the keys; HTMX asks for it without a menu around."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.keys.shortcuts import SHORTCUT_GROUPS
from huiyin.web.htmx import render_partial_or_page


@require_safe
@desk_view
def keys(request: DeskRequest) -> HttpResponse:
    """All keys, with those of this officer's own menu."""
    context = {"groups": SHORTCUT_GROUPS, "places": [item for item in request.navigation if item.key]}
    return render_partial_or_page(
        request, page="desk/keys/page.html", partial="desk/keys/_keys.html", context=context
    )
