"""A password that somebody else has given opens one page: the one on which it is changed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from huiyin.web.htmx import replace_page
from huiyin.web.middleware.base import ViewMiddleware

# What is needed to read the page or to leave it; anything else would go round the demand.
_OPEN = frozenset({"desk:own_password", "account_logout", "set_language", "type_size"})


class DemandOwnPassword(ViewMiddleware):
    """Until it is changed every page leads there, those of the portal too."""

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Only a request that brings a session is looked at; its officer has been read already."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not getattr(request.user, "must_change_password", False):
            return None
        match = request.resolver_match
        if match is None or match.view_name in _OPEN:
            return None
        wanted = {"next": request.get_full_path()} if request.method == "GET" else {}
        address = reverse("desk:own_password")
        return replace_page(request, redirect(f"{address}?{urlencode(wanted)}" if wanted else address))
