"""Security keys (WebAuthn) beside codes: what the sign-in library leaves out.

It takes whatever a browser sends to `fido2`, which answers what no key would say with errors of all kinds.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.views import remove_webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.web.accounts import StaffMfaAdapter
from huiyin.web.second_factor import failed, is_last_demanded

_NAME_LENGTH = 60
_STRANGE = (
    AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError, struct.error,
    InvalidSignature, NotImplementedError,
)  # fmt: skip


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new key, with a name."""

    name = forms.CharField(required=False, max_length=_NAME_LENGTH)

    def clean(self) -> Any:
        """Raises ValidationError for what no key has said."""
        with _readable():
            return super().clean()


class AuthenticateKeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key as the second step; what isn't right is on record, as a wrong code is."""

    def clean_credential(self) -> Any:
        """Raises ValidationError for what no key of this officer has said."""
        try:
            with _readable():
                return super().clean_credential()
        except forms.ValidationError:
            failed(self.user)
            raise


class ReauthenticateKeyForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A key, to confirm."""

    def clean_credential(self) -> Any:
        """Raises ValidationError for what no key of this officer has said."""
        with _readable():
            return super().clean_credential()


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _STRANGE as error:
        raise StaffMfaAdapter().validation_error("incorrect_key") from error


@login_required
def remove_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Who must have a second step keeps the last one; the library asks that of codes alone."""
    key = Authenticator.objects.filter(pk=pk, user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN).first()
    if key is not None and is_last_demanded(key):
        messages.error(request, gettext("按本单位的规定，两步登录不能关闭。"))
        return HttpResponseRedirect(reverse("mfa_list_webauthn"))
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response
