"""Who of those that have booked has to be called, for the unit that receives. Neither name nor number."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.gate import barred_matters
from huiyin.matters.telephone.errors import CallGone
from huiyin.reception.errors import DayNotFound
from huiyin.reception.models import AppointmentCall
from huiyin.reception.rules import slot_begins
from huiyin.reception.selectors.days import units_received_for
from huiyin.reception.selectors.sheet import appointment_line

LIST_MOST = 200


@dataclass(frozen=True, slots=True)
class BookingCall:
    """A call to make: about which booking, by when, on how many days it was tried.

    `is_cancelled`: the reception was cancelled, and that is what they have to be told.
    """

    id: UUID
    appointment_id: UUID
    begins_at: datetime
    place: str
    is_cancelled: bool
    asked_at: datetime
    due_on: date
    tried: int
    is_late: bool
    is_today: bool


def booking_calls_open(*, actor: Actor, at: datetime) -> list[BookingCall]:
    """The calls that the officer's units have to make, first due first; without bookings that are withheld here."""
    if not units_received_for(actor):
        return []
    rows = booking_calls_waiting(actor=actor).select_related("appointment__day").order_by("due_on", "id")
    return [_call(row, at) for row in rows[:LIST_MOST]]


def booking_calls_waiting(*, actor: Actor, since: datetime | None = None) -> QuerySet[AppointmentCall]:
    """The same, or those asked for since; to be counted with others in one statement."""
    barred = barred_matters(actor).filter(pk=OuterRef("appointment__matter"))
    found = AppointmentCall.objects.filter(
        ~Exists(barred), appointment__day__unit__in=sorted(units_received_for(actor)), done_at__isnull=True
    )
    return found if since is None else found.filter(asked_at__gt=since)


def booking_call_for(*, actor: Actor, call_id: UUID, at: datetime) -> BookingCall:
    """One of them, also when its result is recorded. Raises CallGone."""
    return _call(booking_call_row_for(actor=actor, call_id=call_id, at=at)[0], at)


def booking_call_row_for(*, actor: Actor, call_id: UUID, at: datetime) -> tuple[AppointmentCall, str]:
    """The row and the name of the unit that receives, for the services. Raises CallGone, also where withheld."""
    row = AppointmentCall.objects.select_related("appointment__day").filter(pk=call_id).first()
    if row is None:
        raise CallGone
    try:
        day, _line = appointment_line(actor=actor, appointment_id=row.appointment_id, at=at)
    # One refusal for a stranger's call and for none: it mustn't tell that there is a booking.
    except DayNotFound:
        raise CallGone from None
    return row, day.unit


def _call(row: AppointmentCall, at: datetime) -> BookingCall:
    appointment, day, today = row.appointment, row.appointment.day, office_day(at)
    return BookingCall(
        id=row.pk,
        appointment_id=appointment.pk,
        begins_at=slot_begins(day.starts_at, day.minutes, appointment.slot),
        place=day.place,
        is_cancelled=appointment.cancelled_at is not None,
        asked_at=row.asked_at,
        due_on=row.due_on,
        tried=row.tried,
        is_late=row.due_on < today,
        is_today=row.due_on == today,
    )
