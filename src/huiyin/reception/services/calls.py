"""Calling people who have booked and left only a telephone number: the to-do, the number, what came of the call."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from huiyin.clocks.selectors import calendar
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.telephone.errors import CallDone, CallResultUnknown
from huiyin.matters.telephone.rules import CallResult, is_over, tries_after
from huiyin.reception.models import Appointment, AppointmentCall
from huiyin.reception.rules import CancelledBy, call_by
from huiyin.reception.selectors.calls import booking_call_row_for
from huiyin.vault.services import identity_open

# What whoever booked reads as the purpose of the opening.
PURPOSE = N_("电话告知：预约有新情况")


@transaction.atomic
def appointment_call_ask(*, actor: Actor, appointment_id: UUID, at: datetime) -> bool:
    """The unit that receives is to call whoever has booked; by the system.

    False where nothing is left to do: there is such a to-do already, they cancelled themselves, or the day has begun.
    """
    found = Appointment.objects.select_for_update(of=("self",)).select_related("day").filter(pk=appointment_id)
    appointment = found.get()
    # A day that the office cancelled is just what has to be said; who cancelled it themselves knows.
    if appointment.cancelled_by == CancelledBy.BOOKER or appointment.day.starts_at <= at:
        return False
    if appointment.calls.filter(done_at__isnull=True).exists():
        return False
    call = AppointmentCall(appointment=appointment, asked_at=at, due_on=_due_on(appointment, at))
    call.save(force_insert=True)
    _record("reception.call.asked", call, actor, at, {"due_on": call.due_on.isoformat()})
    return True


def appointment_number_open(*, actor: Actor, call_id: UUID, at: datetime) -> str:
    """The number to call; an opening of the identity for this purpose, on record before anything is shown.

    Must not stand in another transaction. Raises CallGone, CallDone, IdentityErased.
    """
    call, office = booking_call_row_for(actor=actor, call_id=call_id, at=at)
    if call.done_at is not None:
        raise CallDone
    return identity_open(
        actor=actor,
        identity_id=call.appointment.identity_id,
        subject=Ref("appointment", call.appointment_id),
        purpose=PURPOSE,
        office=office,
        at=at,
    ).phone


@transaction.atomic
def appointment_call_record(*, actor: Actor, call_id: UUID, result: str, at: datetime) -> bool:
    """What came of a call; True when nothing is left to do.

    Whom nobody reached is called again on the next working day: after the third such day no more, and not after the
    day of the reception. Raises CallGone, CallDone, CallResultUnknown.
    """
    if result not in set(CallResult):
        raise CallResultUnknown
    given = CallResult(result)
    booking_call_row_for(actor=actor, call_id=call_id, at=at)
    # Read anew with a lock: a colleague may have recorded the same call just now.
    rows = AppointmentCall.objects.select_for_update(of=("self",)).select_related("appointment__day")
    call = rows.filter(pk=call_id, done_at__isnull=True).first()
    if call is None:
        raise CallDone
    _note_try(call, given, at)
    received_on = office_day(call.appointment.day.starts_at)
    if over := is_over(given, tried=call.tried) or office_day(at) >= received_on:
        call.result, call.done_at, call.done_by = given, at, actor.officer_id
    call.save(force_update=True)
    _record("reception.call.recorded", call, actor, at, {"result": given.value})
    return over


def calls_end(*, appointment_ids: Iterable[UUID], at: datetime) -> list[AppointmentCall]:
    """End the open calls of bookings that were cancelled by who made them; gives the rows, for the caller's entry."""
    rows = list(AppointmentCall.objects.filter(appointment__in=list(appointment_ids), done_at__isnull=True))
    for row in rows:
        row.done_at = at
        row.save(force_update=True)
    return rows


def _note_try(call: AppointmentCall, result: CallResult, at: datetime) -> None:
    if result is not CallResult.NOT_REACHED:
        return
    today = office_day(at)
    last = office_day(call.tried_at) if call.tried_at else None
    call.tried, call.tried_at = tries_after(tried=call.tried, last=last, today=today), at
    # Not after the reception, when there is nothing left to say.
    call.due_on = min(_next_working_day(today), office_day(call.appointment.day.starts_at))


def _due_on(appointment: Appointment, at: datetime) -> date:
    today = office_day(at)
    received_on = office_day(appointment.day.starts_at)
    return call_by(next_working_day=_next_working_day(today), received_on=received_on, today=today)


def _next_working_day(today: date) -> date:
    return calendar().next_working_day(today + timedelta(days=1))


def _record(kind: str, call: AppointmentCall, actor: Actor, at: datetime, facts: dict[str, str]) -> None:
    entry_append(
        kind=kind,
        subject=Ref("appointment", call.appointment_id),
        at=at,
        actor=actor.ref,
        facts=facts,
        rows=[call],
    )
