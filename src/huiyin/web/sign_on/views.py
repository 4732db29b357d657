"""The way to a sign-on system, and back."""

import logging
from typing import Any, cast

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from huiyin.flows.sign_on import ProviderUnknown, sign_on_provider
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.web.sign_on.adapter import SignOnAdapter
from huiyin.web.sign_on.complete import failed_page
from huiyin.web.sign_on.directory_page import directory_page
from huiyin.web.sign_on.providers import CLASSES

_log = logging.getLogger(__name__)
# What a system that answers strangely makes the library raise, besides its own errors.
_STRANGE = (OAuth2Error, RequestException, KeyError, TypeError, ValueError)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the system, by a link, since forms of our pages lead to no other site; or ask for name and password."""
    provider = _known(code)
    if provider.kind == "ldap":
        return directory_page(request, provider)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _run(request, code, OAuth2LoginView)


@never_cache
@require_safe
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """Back from it."""
    return _run(request, code, OAuth2CallbackView)


def _run(request: HttpRequest, code: str, view: Any) -> HttpResponse:
    provider = _known(code)
    if provider.kind not in CLASSES:
        raise Http404
    adapter = SignOnAdapter(request).get_provider(request, code).get_oauth2_adapter(request)
    try:
        return cast("HttpResponse", view.adapter_view(adapter)(request))
    except _STRANGE as error:
        # The kind alone: what the system answered may say who somebody is.
        _log.warning("Sign-on with %s failed: %s", code, type(error).__name__)
        return failed_page(request, provider)


def _known(code: str) -> SignOnProvider:
    try:
        return sign_on_provider(code)
    except ProviderUnknown as error:
        raise Http404 from error
