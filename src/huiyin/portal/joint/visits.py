"""Being let in as a representative. A cookie of its own: it opens one page and is none to the petitioner's pages."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.matters.rules.errors import ReceiptUnknown
from huiyin.portal.visits import SECONDS

COOKIE = "joint_visit"
PATH = "/joint/"
_SALT = "huiyin.portal.joint"


def let_speaker_in(request: HttpRequest, response: HttpResponse, representative_id: UUID) -> None:
    """Remember the representative for half an hour from now."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(representative_id), salt=_SALT),
        max_age=SECONDS,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def let_speaker_out(response: HttpResponse) -> None:
    """Forget them on this device."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def representatives_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view `representative_id`; who isn't one, or not any more, is asked for number and code."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            representative_id = UUID(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=SECONDS))
            response = view(request, representative_id=representative_id, **kwargs)
        except (signing.BadSignature, ValueError, ReceiptUnknown):
            messages.info(request, gettext("请输入编号和查询码。半小时没有操作，也要重新输入。"))
            response = redirect("portal:lookup")
            let_speaker_out(response)
            return response
        response.headers.setdefault("Cache-Control", "private, no-store")
        let_speaker_in(request, response, representative_id)
        return response

    return guarded
