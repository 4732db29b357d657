"""The way to a sign-on system, and back."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from xml.etree.ElementTree import ParseError

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from requests import RequestException

from huiyin.flows.sign_on import ProviderUnknown, sign_on_provider
from huiyin.kernel.sign_on import SignOnProvider
from huiyin.web.sign_on.adapter import SignOnAdapter
from huiyin.web.sign_on.cas import cas_begin, cas_callback, cas_sign_out
from huiyin.web.sign_on.complete import failed_page
from huiyin.web.sign_on.directory_page import directory_page
from huiyin.web.sign_on.providers import CLASSES

_log = logging.getLogger(__name__)
# What a system that answers strangely makes the library raise, besides its own errors.
Step = Callable[[HttpRequest, SignOnProvider], HttpResponse]
_STRANGE = (OAuth2Error, RequestException, ParseError, AttributeError, IndexError, KeyError, TypeError, ValueError)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the system, by a link, since forms of our pages lead to no other site; or ask for name and password."""
    provider = _known(code)
    if provider.kind == "ldap":
        return directory_page(request, provider)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if provider.kind == "cas":
        return cas_begin(request, provider)
    return _run(request, provider, partial(_oauth, OAuth2LoginView))


# A sign-on system ends sessions by a POST of its own, which can have no token of ours; nothing else is done by POST.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """Back from it."""
    provider = _known(code)
    if provider.kind == "cas":
        return cas_sign_out(request, provider) if request.method == "POST" else _run(request, provider, cas_callback)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _run(request, provider, partial(_oauth, OAuth2CallbackView))


def _oauth(view: Any, request: HttpRequest, provider: SignOnProvider) -> HttpResponse:
    if provider.kind not in CLASSES:
        raise Http404
    adapter = SignOnAdapter(request).get_provider(request, provider.code).get_oauth2_adapter(request)
    return cast("HttpResponse", view.adapter_view(adapter)(request))


def _run(request: HttpRequest, provider: SignOnProvider, step: Step) -> HttpResponse:
    try:
        return step(request, provider)
    except _STRANGE as error:
        # The kind alone: what the system answered may say who somebody is.
        _log.warning("Sign-on with %s failed: %s", provider.code, type(error).__name__)
        return failed_page(request, provider)


def _known(code: str) -> SignOnProvider:
    try:
        return sign_on_provider(code)
    except ProviderUnknown as error:
        raise Http404 from error
