"""Marking that what was said is written down, in the transaction that writes it: see flows/reception_visit.py."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.reception.errors import DayNotFound, NotBegun, NotedAlready
from huiyin.reception.models import Appointment
from huiyin.reception.rules import is_that_day, visit_token
from huiyin.reception.selectors import appointment_line
from huiyin.reception.services.received import received_rows_new


@dataclass(frozen=True, slots=True)
class NoteSubject:
    """What a note is about: the booking, the unit that receives, the matter if there is one.

    `token` is that of the registration which may come of it: one appointment never makes two matters.
    """

    appointment_id: UUID
    unit_id: int
    matter_id: UUID | None
    token: str
    noted_at: datetime | None


def reception_note_begin(*, actor: Actor, appointment_id: UUID, at: datetime) -> NoteSubject:
    """What is needed to write down a visit. Raises DayNotFound, NotBegun before the day itself or when cancelled."""
    day, line = appointment_line(actor=actor, appointment_id=appointment_id, at=at)
    begun = day.starts_at <= at or is_that_day(day.starts_at, at)
    if line.is_cancelled or not begun:
        raise NotBegun
    row = Appointment.objects.only("matter_id", "noted_at").get(pk=appointment_id)
    return NoteSubject(
        appointment_id=appointment_id,
        unit_id=day.unit_id,
        matter_id=row.matter_id,
        token=visit_token(key=load_key(settings.HUIYIN_KEYS, "receipts"), appointment=str(appointment_id)),
        noted_at=row.noted_at,
    )


@transaction.atomic
def appointment_mark_noted(*, actor: Actor, appointment_id: UUID, matter_id: UUID, at: datetime) -> None:
    """The visit is written down in that matter. Once. Raises NotedAlready, DayNotFound.

    The caller has been through reception_note_begin, and the note or registration stands in the same transaction.
    """
    row = Appointment.objects.select_for_update().filter(pk=appointment_id).first()
    if row is None:
        raise DayNotFound
    if row.noted_at is not None:
        raise NotedAlready
    row.noted_at, row.matter_id = at, matter_id
    row.save(force_update=True)
    received = received_rows_new(matter_id=matter_id, day_id=row.day_id, appointment_id=row.pk, at=at)
    entry_append(
        kind="reception.appointment.noted",
        subject=Ref("appointment", row.pk),
        at=at,
        actor=actor.ref,
        facts={"matter": str(matter_id)},
        rows=[row, *received],
    )
