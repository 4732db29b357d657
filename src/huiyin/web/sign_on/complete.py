"""Somebody has proved to a sign-on system who they are: whose account that opens, if any."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.flows.security_events import sign_on_refused
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.kernel.time import now
from huiyin.orgs.selectors.sign_on import officer_of_subject
from huiyin.web.middleware.second_factor import SEEN
from huiyin.web.pages import PageLink, message_page
from huiyin.web.sessions import TICKET, stored_key


@dataclass(frozen=True, slots=True)
class ProvedIdentity:
    """What a system says: `subject` identifies, `name` is shown and decides nothing.

    `second_step`: the system has asked for a second step, and the settings say that it is believed. `ticket`: by what
    the system names this sign-on when it ends it.
    """

    provider: SignOnProvider
    subject: str
    name: str = ""
    second_step: bool = False
    ticket: str = ""


def sign_on(request: HttpRequest, proved: ProvedIdentity, *, next_url: str | None) -> HttpResponse:
    """Sign the officer in whose account is linked, as a right password would; or say that there is none."""
    officer = officer_of_subject(provider=proved.provider.code, subject=proved.subject)
    if officer is None:
        sign_on_refused(provider=proved.provider.code, officer_id=None, at=now())
        return _unlinked_page(request, proved)
    if not officer.is_active:
        sign_on_refused(provider=proved.provider.code, officer_id=officer.pk, at=now())
    if request.user.is_authenticated:
        # Whoever sits here now comes in with a session of their own.
        get_adapter(request).logout(request)
    record_authentication(request, officer, "socialaccount", provider=proved.provider.code)
    if proved.ticket:
        request.session[TICKET] = stored_key(proved.ticket)
    redirect_url = next_url or settings.LOGIN_REDIRECT_URL
    if proved.second_step and officer.is_active:
        return _enter(request, officer, redirect_url)
    response: HttpResponse = perform_login(request, officer, email_verification="none", redirect_url=redirect_url)
    return response


def failed_page(request: HttpRequest, provider: SignOnProvider, *, status: int = 502) -> HttpResponse:
    """The system isn't there, or said nothing that can be believed; passwords still work."""
    return message_page(
        request,
        status=status,
        title=gettext("统一认证没有成功"),
        sentence=gettext("“%(name)s”现在连不上，或者这次登录中断了。请再试一次；有密码的，可以用密码登录。")
        % {"name": provider.label},
        ways=(PageLink(gettext("回到登录页"), reverse(settings.LOGIN_URL)),),
    )


def _enter(request: HttpRequest, officer: AbstractBaseUser, redirect_url: str) -> HttpResponse:
    """Past our own second step, which the system has asked for already."""
    adapter = get_adapter(request)
    adapter.login(request, officer)
    request.session[SEEN] = True
    try:
        response: HttpResponse = adapter.post_login(
            request, officer, email_verification="none", signal_kwargs=None, email=None, signup=False,
            redirect_url=redirect_url,
        )  # fmt: skip
    except ImmediateHttpResponse as answer:
        response = answer.response
    return response


def _unlinked_page(request: HttpRequest, proved: ProvedIdentity) -> HttpResponse:
    context = {"label": proved.provider.label, "code": proved.provider.code, "proved": proved}
    response = render(request, "account/sign_on_unlinked.html", context, status=403)
    response["Cache-Control"] = "private, no-store"
    return response
