"""Addresses that fail on purpose, beside the real ones."""

import errno

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from huiyin.config import urls
from huiyin.web.views import bad_request, expired_page


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def _forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def _full(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


def _unreadable(request: HttpRequest) -> HttpResponse:
    return bad_request(request, ValueError())


def _busy(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


urlpatterns = [
    path("rooms/busy/", _busy),
    path("rooms/broken/", _broken),
    path("rooms/forbidden/", _forbidden),
    path("rooms/full/", _full),
    path("rooms/expired/", expired_page),
    path("rooms/unreadable/", _unreadable),
    *urls.urlpatterns,
]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
