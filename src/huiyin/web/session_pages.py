"""Where an officer is signed in at present: a list, and a button that ends one or all others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huiyin.kernel.time import now
from huiyin.orgs.selectors import actor_for
from huiyin.web.officer_sessions import sessions_end, sessions_of
from huiyin.web.sessions import stored_key


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions_page(request: HttpRequest) -> HttpResponse:
    """All of an officer's own; pressed, one of them or all others end."""
    officer_id, here = int(request.user.pk or 0), str(request.session.session_key)
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        ended = sessions_end(
            officer_id=officer_id,
            actor=actor_for(officer_id=officer_id),
            at=now(),
            session_id=chosen or None,
            # Also where one is named: nobody ends the session that they sit in, for that there is signing out.
            keep=here,
        )
        messages.success(request, gettext("已经退出。") if ended else gettext("那里已经退出了。"))
        return HttpResponseRedirect(reverse("sessions"))
    found = sessions_of(officer_id=officer_id, at=now())
    response = render(request, "account/sessions.html", {"sessions": found, "here": stored_key(here)})
    response["Cache-Control"] = "private, no-store"
    return response
