"""Signing on with a name and a password of the directory; the page is ours, the password is looked at there."""

import logging

from allauth.account.utils import get_next_redirect_url
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from huiyin.flows.sign_in import Attempt, sign_in_failed
from huiyin.kernel.errors import NotReady
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.kernel.time import now
from huiyin.orgs.selectors.sign_on import officer_of_subject
from huiyin.web.accounts import attempt_of, check_gate
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of, status_of
from huiyin.web.sign_on.complete import ProvedIdentity, sign_on
from huiyin.web.sign_on.directory import Directory, DirectoryEntry

_log = logging.getLogger(__name__)


class DirectoryForm(PlainForm):
    """What the directory knows somebody by."""

    username = forms.CharField(
        label=_("用户名"), widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(
        label=_("密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


@sensitive_post_parameters("password")
def directory_page(request: HttpRequest, provider: SignOnProvider) -> HttpResponse:
    """The form; with the right password the account that is linked with this person's identity."""
    form = DirectoryForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            entry = _proved(request, provider, form.cleaned_data["username"], form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error(None, error)
        except NotReady as error:
            # Its kind alone: what a directory answers may say who somebody is.
            _log.warning("The directory failed: %s", type(error.__cause__).__name__)
            form.add_error(None, sentence_of(error))
            status = status_of(error)
        else:
            proved = ProvedIdentity(provider, entry.subject, entry.name)
            return sign_on(request, proved, next_url=get_next_redirect_url(request))
    context = {"form": form, "provider": provider, "next": get_next_redirect_url(request) or ""}
    return render(request, "account/directory.html", context, status=status)


def _proved(request: HttpRequest, provider: SignOnProvider, username: str, password: str) -> DirectoryEntry:
    """Raises ValidationError for whoever isn't let in, or has to wait; DirectoryAway."""
    directory = Directory(provider.options)
    entry = directory.find(username)
    attempt = _attempt(request, provider, username, entry)
    check_gate(attempt)
    if entry is None or not directory.is_password_of(entry, password):
        sign_in_failed(attempt=attempt, at=now())
        raise ValidationError(gettext("用户名和密码对不上，请再看一看。"))
    return entry


def _attempt(request: HttpRequest, provider: SignOnProvider, username: str, entry: DirectoryEntry | None) -> Attempt:
    """Wrong passwords count for the officer whose account they would open, as those of our own do.

    Else for the name: no account of ours has one with a slash in it.
    """
    officer = officer_of_subject(provider=provider.code, subject=entry.subject) if entry else None
    return attempt_of(request, officer.username if officer else f"{provider.code}/{username}")
