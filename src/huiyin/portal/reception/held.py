"""The booking that this browser has opened: a pass for half an hour, sent to these pages only."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from huiyin.web.passes import Pass

BOOKING = Pass(cookie="booking", path="/reception/", salt="huiyin.portal.booking")
# A wish for a home visit, in the same way.
WISH = Pass(cookie="wish", path="/reception/", salt="huiyin.portal.wish")


@dataclass(frozen=True, slots=True, repr=False)
class HeldBooking:
    """Which booking, and the token of its form while the code may still be shown."""

    appointment_id: UUID
    token: str = ""


def booking_hold(request: HttpRequest, response: HttpResponse, held: HeldBooking) -> None:
    """Remember the booking for half an hour."""
    BOOKING.give(request, response, held.appointment_id, mark=held.token)


def booking_held(request: HttpRequest) -> HeldBooking | None:
    """What this browser has opened; None when it hasn't, or too long ago."""
    held = BOOKING.read(request)
    return HeldBooking(held.opens, held.mark) if held else None


def clear_booking_cookie(response: HttpResponse) -> None:
    """Nothing of the booking stays on this device."""
    BOOKING.take(response)
