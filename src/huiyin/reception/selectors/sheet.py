"""The list of a day, for those who receive. Who somebody is isn't on it: see services.day_names_open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors.gate import matter_ids_visible, matter_numbers_for
from huiyin.reception.errors import DayNotFound
from huiyin.reception.models import Appointment, AppointmentCall
from huiyin.reception.rules import CancelledBy, slot_begins
from huiyin.reception.selectors.days import DayView, day_view, units_received_for
from huiyin.reception.selectors.received import WalkInLine, walk_ins_of


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One booked slot. `number` only where this officer may see the matter.

    `call_id` is the call to this person that is still to be made.
    `is_withheld`: the matter has turned out to be about somebody above this officer; nothing of it is shown.
    """

    id: UUID
    slot: int
    begins_at: datetime
    words: str
    number: str
    with_matter: bool
    call_id: UUID | None
    is_cancelled: bool
    is_cancelled_by_office: bool
    is_noted: bool
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A day with its bookings in order, and who came without one."""

    day: DayView
    lines: tuple[SheetLine, ...]
    walk_ins: tuple[WalkInLine, ...] = ()


def day_sheet(*, actor: Actor, day_id: UUID, at: datetime) -> DaySheet:
    """The list of a day, for registrars and leaders of its unit. Raises DayNotFound, for strangers too."""
    day = day_view(day_id=day_id, at=at)
    if day.unit_id not in units_received_for(actor):
        raise DayNotFound
    # A slot that was let go and booked again stands there twice.
    rows = list(Appointment.objects.filter(day=day_id).order_by("slot", "booked_at"))
    walk_ins = walk_ins_of(actor=actor, day_id=day_id)
    return DaySheet(day=day, lines=_lines(actor, day, rows), walk_ins=tuple(walk_ins))


def appointment_line(*, actor: Actor, appointment_id: UUID, at: datetime) -> tuple[DayView, SheetLine]:
    """One booking for those who receive. Raises DayNotFound, also when it is withheld from this officer."""
    row = Appointment.objects.filter(pk=appointment_id, day__unit__in=sorted(units_received_for(actor))).first()
    if row is None:
        raise DayNotFound
    day = day_view(day_id=row.day_id, at=at)
    line = _lines(actor, day, [row])[0]
    if line.is_withheld:
        raise DayNotFound
    return day, line


def appointments_about(*, matters: "QuerySet[Any, Any]") -> QuerySet[Appointment]:
    """The bookings for one of these matters."""
    return Appointment.objects.filter(Exists(matters.filter(pk=OuterRef("matter"))))


def _lines(actor: Actor, day: DayView, rows: Collection[Appointment]) -> tuple[SheetLine, ...]:
    matters = {row.matter_id for row in rows if row.matter_id}
    # Two questions: from whom it bars everything is kept; of the others only who may see it reads its number.
    unbarred = matter_numbers_for(actor=actor, matter_ids=matters) if matters else {}
    visible = matter_ids_visible(actor=actor, matter_ids=unbarred) if unbarred else set()
    open_calls = AppointmentCall.objects.filter(appointment__in=[row.pk for row in rows], done_at__isnull=True)
    calls = dict(open_calls.values_list("appointment_id", "pk"))
    return tuple(_line(row, day, unbarred, visible, calls.get(row.pk)) for row in rows)


def _line(
    row: Appointment, day: DayView, unbarred: dict[UUID, str], visible: Collection[UUID], call_id: UUID | None
) -> SheetLine:
    is_withheld = row.matter_id is not None and row.matter_id not in unbarred
    return SheetLine(
        id=row.pk,
        slot=row.slot,
        begins_at=slot_begins(day.starts_at, day.minutes, row.slot),
        words="" if is_withheld else row.words,
        number=unbarred[row.matter_id] if row.matter_id and row.matter_id in visible else "",
        with_matter=row.matter_id is not None and not is_withheld,
        call_id=None if is_withheld else call_id,
        is_cancelled=row.cancelled_at is not None,
        is_cancelled_by_office=row.cancelled_by == CancelledBy.OFFICE,
        is_noted=row.noted_at is not None,
        is_withheld=is_withheld,
    )
