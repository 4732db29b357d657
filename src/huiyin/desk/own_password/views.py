"""The first page after signing in with a password that an administrator has given; no other opens before."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huiyin.desk.own_password.forms import OwnPasswordForm
from huiyin.kernel.errors import BadInput
from huiyin.kernel.time import now
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import officer_password_change
from huiyin.web.refusals import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Outside of `desk_view`: an officer who holds no post yet signs in as well."""
    officer: Any = request.user  # the middleware lets nobody else onto the desk
    if not officer.must_change_password:
        return HttpResponseRedirect("/desk/")
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _changed(request, officer.pk, form):
        messages.success(request, gettext("密码已经换好，只有您自己知道。"))
        return HttpResponseRedirect(_next(request))
    context = {"form": form, "next": _next(request)}
    response = render(request, "desk/own_password/page.html", context, status=422 if form.errors else 200)
    # What `desk_view` says for other pages of the desk.
    response["Cache-Control"] = "private, no-store"
    return response


def _changed(request: HttpRequest, officer_id: int, form: OwnPasswordForm) -> bool:
    """Whether it is changed; this session goes on, all others end."""
    try:
        changed = officer_password_change(
            password=form.cleaned_data["password"], actor=actor_for(officer_id=officer_id), at=now()
        )
    except BadInput as error:
        form.add_error("password", sentence_of(error))
        return False
    update_session_auth_hash(request, changed)
    return True


def _next(request: HttpRequest) -> str:
    """Where the officer wanted to go."""
    target = request.POST.get("next") or request.GET.get("next", "")
    hosts = {request.get_host()}
    # An address elsewhere would lead an officer to another site's page right after typing a password.
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=hosts, require_https=request.is_secure())
    return target if is_ours else "/desk/"
