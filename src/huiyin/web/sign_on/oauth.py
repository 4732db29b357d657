"""What all systems have in common that are asked by the library's OAuth 2."""

from abc import ABC, abstractmethod
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from huiyin.flows.sign_on import sign_on_provider
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.web.sign_on.complete import ProvedIdentity


def callback_address(code: str) -> str:
    """Where a system sends people back to: what was told to its operators, and nothing that a request says."""
    return f"{settings.HUIYIN_SITE_URL}{reverse('sign_on_callback', args=[code])}"


class CodeAdapter(OAuth2Adapter):  # type: ignore[misc]
    """For a system that says itself who a code is, and gives nobody a token."""

    access_token_url = ""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        """For the provider with that code."""
        self.provider_id = provider_id
        super().__init__(request)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Of the site's own address, whatever the request calls itself."""
        return callback_address(self.provider_id)


class LinkedOAuth(ABC):
    """Put before a provider of the library: takes nothing from the request but where to go afterwards."""

    app: Any
    oauth2_adapter_class: Any

    def get_oauth2_adapter(self, request: HttpRequest) -> Any:
        """For this application among those of its kind."""
        return self.oauth2_adapter_class(request, self.app.provider_id)

    @property
    def known(self) -> SignOnProvider:
        """What the settings say of it."""
        return sign_on_provider(self.app.provider_id)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """The library would also take scopes, parameters and another purpose out of the address."""
        next_url = get_next_redirect_url(request)
        return {"process": AuthProcess.LOGIN} | ({"next_url": next_url} if next_url else {})

    @abstractmethod
    def proved(self, login: SocialLogin) -> ProvedIdentity:
        """Who somebody has proved to be."""
