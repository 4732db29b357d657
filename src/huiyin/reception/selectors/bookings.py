"""One booking, for whoever holds its code or the token of its form. Never a person's bookings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.ids import parse_receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.matters.telephone.rules import CALL_RESULT_LABELS, CallResult
from huiyin.reception.errors import BookingUnknown
from huiyin.reception.models import Appointment
from huiyin.reception.rules import CancelledBy, booking_code, booking_token_hash, slot_begins
from huiyin.reception.selectors.days import DayView, day_view
from huiyin.vault.services import OpeningView, openings_of


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking as its owner reads it, without a name; `code` only while its form's token is at hand.

    `calls` are those that the office has made: when, and what it wrote down.
    """

    id: UUID
    day: DayView
    begins_at: datetime
    words: str
    with_matter: bool
    has_email: bool
    booked_at: datetime
    cancelled_at: datetime | None
    is_cancelled_by_office: bool
    is_noted: bool
    code: str
    may_cancel: bool
    openings: tuple[OpeningView, ...]
    calls: tuple[tuple[datetime, str], ...]


def booking_id_by_code(*, code: str) -> UUID:
    """The booking that a code opens. Raises BookingUnknown."""
    given = parse_receipt_code(code)
    if given is None:
        raise BookingUnknown
    hashed = receipt_hash(key=load_key(settings.HUIYIN_KEYS, "receipts"), code=given)
    found = Appointment.objects.filter(code_hash=hashed).values_list("pk", flat=True).first()
    if found is None:
        raise BookingUnknown
    return found


def booking_view(*, appointment_id: UUID, at: datetime, token: str = "") -> BookingView:
    """A booking; with its form's token also the code. The caller has seen code or token. Raises BookingUnknown."""
    row = Appointment.objects.filter(pk=appointment_id).select_related("day").first()
    if row is None:
        raise BookingUnknown
    begins = slot_begins(row.day.starts_at, row.day.minutes, row.slot)
    # The code is made of the form's token; only its hash is stored, so with the code alone it can't be shown again.
    own = bool(token) and bytes(row.token_hash) == booking_token_hash(token)
    return BookingView(
        id=row.pk,
        day=day_view(day_id=row.day_id, at=at),
        begins_at=begins,
        words=row.words,
        with_matter=row.matter_id is not None,
        has_email=row.has_email,
        booked_at=row.booked_at,
        cancelled_at=row.cancelled_at,
        is_cancelled_by_office=row.cancelled_by == CancelledBy.OFFICE,
        is_noted=row.noted_at is not None,
        code=booking_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token) if own else "",
        may_cancel=row.cancelled_at is None and begins > at,
        openings=tuple(openings_of(subject=Ref("appointment", row.pk))),
        calls=tuple(_calls(row)),
    )


def _calls(row: Appointment) -> Iterator[tuple[datetime, str]]:
    for at, result in row.calls.exclude(result="").order_by("done_at").values_list("done_at", "result"):
        if at is not None:
            yield at, _(CALL_RESULT_LABELS[CallResult(result)])
