"""What all systems have in common that are asked by the library's OAuth 2."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from huiyin.flows.sign_on import sign_on_provider
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.web.sign_on.complete import ProvedIdentity


def callback_address(code: str) -> str:
    """Where a system sends people back to: what was told to its operators, and nothing that a request says."""
    return f"{settings.HUIYIN_SITE_URL}{reverse('sign_on_callback', args=[code])}"


class LinkedOAuth:
    """Put before a provider of the library: takes nothing from the request but where to go afterwards."""

    app: Any

    @property
    def known(self) -> SignOnProvider:
        """What the settings say of it."""
        return sign_on_provider(self.app.provider_id)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """The library would also take scopes, parameters and another purpose out of the address."""
        next_url = get_next_redirect_url(request)
        return {"process": AuthProcess.LOGIN} | ({"next_url": next_url} if next_url else {})

    def proved(self, login: SocialLogin) -> ProvedIdentity:
        """Who somebody has proved to be."""
        raise NotImplementedError
