"""Who must sign in with a second step and hasn't one is led to its page before anything else at the desk."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from huiyin.web.htmx import replace_page
from huiyin.web.middleware.base import ViewMiddleware
from huiyin.web.second_factor import has_one, is_demanded

SEEN = "second_factor"
"""In a session whose officer has one: it isn't asked for again. Sessions end where the step is taken away."""


class DemandSecondFactor(ViewMiddleware):
    """Looks at the desk alone; an own password, where that is demanded, comes first."""

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """No statement where nobody must, nor once it was seen."""
        match = request.resolver_match
        if settings.HUIYIN_SECOND_FACTOR == "optional" or match is None or "desk" not in match.namespaces:
            return None
        if match.view_name == "desk:own_password" or not request.user.is_authenticated or SEEN in request.session:
            return None
        officer_id = int(request.user.pk)
        # Before whether it is demanded, which may ask for the officer's posts.
        if has_one(officer_id):
            request.session[SEEN] = True
            return None
        return replace_page(request, redirect("mfa_index")) if is_demanded(officer_id) else None
