"""The booking that this browser has opened: a signed cookie for half an hour, sent to these pages only."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse

_COOKIE = "booking"
_PATH = "/reception/"
_SECONDS = 30 * 60
_SALT = "huiyin.portal.booking"


@dataclass(frozen=True, slots=True, repr=False)
class HeldBooking:
    """Which booking, and the token of its form while the code may still be shown."""

    appointment_id: UUID
    token: str = ""


def booking_hold(request: HttpRequest, response: HttpResponse, held: HeldBooking) -> None:
    """Remember the booking for half an hour."""
    response.set_cookie(
        _COOKIE,
        signing.dumps([held.appointment_id.hex, held.token], salt=_SALT),
        max_age=_SECONDS,
        path=_PATH,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def booking_held(request: HttpRequest) -> HeldBooking | None:
    """What this browser has opened; None when it hasn't, or too long ago."""
    try:
        key, token = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_SECONDS)
        return HeldBooking(UUID(key), token)
    except (signing.BadSignature, ValueError):
        return None


def booking_let_go(response: HttpResponse) -> None:
    """Nothing of the booking stays on this device."""
    response.delete_cookie(_COOKIE, path=_PATH, samesite="Lax")
