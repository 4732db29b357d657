"""What the sign-in library does with an identity from elsewhere: it never looks for an account, nor makes one."""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.http import HttpRequest

from huiyin.flows.sign_on import sign_on_providers
from huiyin.web.sign_on.complete import failed_page, sign_on
from huiyin.web.sign_on.providers import CLASSES, OAuthProvider

_log = logging.getLogger(__name__)


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Providers come from the settings, accounts from links."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings; a row in the library's table makes none."""
        found = [_app(known.code) for known in sign_on_providers() if known.kind in CLASSES]
        return [app for app in found if provider in {None, app.provider_id}]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> OAuthProvider:
        """By its code. Raises SocialApp.DoesNotExist."""
        app = self.get_app(request, provider)
        return CLASSES[app.provider](request, app)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Here the library's own way ends: it would go on to look for an account by other means."""
        proved = sociallogin.provider.proved(sociallogin)
        raise ImmediateHttpResponse(sign_on(request, proved, next_url=sociallogin.get_redirect_url(request)))

    def on_authentication_error(
        self, request: HttpRequest, provider: OAuthProvider, exception: Exception | None = None, **_more: Any
    ) -> NoReturn:
        """Cancelled, or nothing that can be believed."""
        if exception is not None:
            # The kind alone: addresses with secrets in them may stand in its text.
            _log.warning("Sign-on with %s failed: %s", provider.known.code, type(exception).__name__)
        raise ImmediateHttpResponse(failed_page(request, provider.known, status=403))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account by signing on."""
        return False


def _app(code: str) -> SocialApp:
    known = next(provider for provider in sign_on_providers() if provider.code == code)
    app = SocialApp(provider=known.kind, provider_id=known.code, name=known.label)
    app.client_id, app.secret = known.options.get("client_id", ""), known.options.get("secret", "")
    app.settings = dict(known.options)
    return app
