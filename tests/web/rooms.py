"""Addresses that fail on purpose, in front of the real ones."""

import errno
import sqlite3
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from huiyin.config import urls
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, NotAllowed, NotReady, NotThere
from huiyin.web.views import expired_page


class TooLong(BadInput):
    """A refusal with a place to fill."""

    sentence = "最多 %(limit)s 个字。"


def _raiser(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def room(request: HttpRequest) -> HttpResponse:
        raise error

    return room


def _wrapped(request: HttpRequest) -> HttpResponse:
    try:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")
    except OSError as error:
        raise NotReady from error


def _sqlite_full(request: HttpRequest) -> HttpResponse:
    try:
        raise sqlite3.OperationalError("database or disk is full")
    except sqlite3.OperationalError as error:
        raise OperationalError(*error.args) from error


def _sqlite_locked(request: HttpRequest) -> HttpResponse:
    try:
        raise sqlite3.OperationalError("database is locked")
    except sqlite3.OperationalError as error:
        raise OperationalError(*error.args) from error


def _echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "|".join([request.POST.get("text", ""), *(str(f.size) for f in request.FILES.getlist("files"))])
    )


_REFUSALS: dict[str, HuiyinError] = {
    "not-there": NotThere(),
    "not-allowed": NotAllowed(),
    "too-long": TooLong(limit=500),
    "conflict": Conflict(),
    "not-ready": NotReady(),
    "other": HuiyinError(),
}

_desk = [path("echo/", _echo, name="echo")]

urlpatterns = [
    *(path(f"rooms/{name}/", _raiser(error)) for name, error in _REFUSALS.items()),
    path("rooms/disk-full/", _raiser(OSError(errno.ENOSPC, "No space left on device"))),
    path("rooms/quota/", _wrapped),
    path("rooms/sqlite-full/", _sqlite_full),
    path("rooms/sqlite-locked/", _sqlite_locked),
    path("rooms/forbidden/", _raiser(PermissionDenied())),
    path("rooms/broken/", _raiser(RuntimeError("inside"))),
    path("rooms/echo/", _echo),
    path("rooms/expired/", expired_page),
    path("desk/rooms/", include((_desk, "desk"))),
    *urls.urlpatterns,
]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
