"""Writing down what was said at a reception: a new matter with its receipt, or a note in one that is there."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Channel
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.receipt.selectors import receipt_view
from huiyin.matters.register.errors import RegistrarNeeded
from huiyin.matters.register.rules import Registration, checked
from huiyin.matters.register.services.register import Registered, matter_register, registered_before
from huiyin.reception.errors import NotedAlready
from huiyin.reception.services import (
    NoteSubject,
    appointment_identity_open,
    appointment_mark_noted,
    reception_note_begin,
    walk_in_begin,
    walk_in_record,
)
from huiyin.vault.services import IdentityDraft

# Stored as it stands, and translated where somebody reads it.
_PURPOSE = N_("接访时登记事项")


@dataclass(frozen=True, slots=True)
class VisitRegistered:
    """The matter that a reception became, and the token that its receipt is shown by."""

    registered: Registered
    token: str


def reception_visit_register(
    *, actor: Actor, appointment_id: UUID, registration: Registration, at: datetime
) -> VisitRegistered:
    """Register what somebody said at a reception, in the name under which they booked.

    Unit, channel and token of the `registration` are set here. The same text sent again gives the same receipt; an
    appointment never makes two matters. The identity is opened for it, on record, and stored with the matter.
    Must not stand in a transaction. Raises DayNotFound, NotBegun, NotedAlready, RegistrarNeeded, and as
    matter_register does.
    """
    subject = reception_note_begin(actor=actor, appointment_id=appointment_id, at=at)
    if subject.unit_id not in actor.units_as(Role.REGISTRAR):
        raise RegistrarNeeded(action="")
    wanted = checked(
        replace(registration, unit_id=subject.unit_id, channel=Channel.VISIT, token=subject.token, received_at=at)
    )
    # Before `noted_at` is looked at: the same form sent again gets its receipt and no refusal.
    if known := registered_before(token=subject.token):
        return VisitRegistered(_same(known, wanted, at), subject.token)
    if subject.noted_at is not None:
        raise NotedAlready
    # As late as can be: what is refused above has opened nobody's identity.
    identity = appointment_identity_open(actor=actor, appointment_id=appointment_id, purpose=_PURPOSE, at=at)
    return VisitRegistered(_register(actor, subject, wanted, identity, at), subject.token)


def reception_walk_in_register(
    *, actor: Actor, day_id: UUID, registration: Registration, identity: IdentityDraft | None, at: datetime
) -> Registered:
    """Register what somebody said who came to a reception day without a booking; it stands on the day's sheet.

    Channel and unit are set here. The same form again gives the same receipt. Raises DayNotFound, NotBegun, and as
    matter_register does.
    """
    unit_id = walk_in_begin(actor=actor, day_id=day_id, at=at)
    wanted = replace(registration, unit_id=unit_id, channel=Channel.VISIT)
    with transaction.atomic():
        done = matter_register(actor=actor, registration=wanted, identity=identity, at=at)
        if done.is_new:
            walk_in_record(actor=actor, day_id=day_id, matter_id=done.matter_id, at=at)
    return done


def reception_visit_note(*, actor: Actor, appointment_id: UUID, body: str, at: datetime) -> UUID:
    """Write what was said into the matter that the booking names; gives the matter's id.

    Raises DayNotFound, NotBegun, NotedAlready, MatterNotFound when there is none or not for this actor, and as
    matter_note does.
    """
    subject = reception_note_begin(actor=actor, appointment_id=appointment_id, at=at)
    if subject.noted_at is not None or subject.matter_id is None:
        raise NotedAlready
    with transaction.atomic():
        matter_note(actor=actor, matter_id=subject.matter_id, body=body, at=at)
        appointment_mark_noted(actor=actor, appointment_id=appointment_id, matter_id=subject.matter_id, at=at)
    return subject.matter_id


def _register(
    actor: Actor, subject: NoteSubject, wanted: Registration, identity: IdentityDraft, at: datetime
) -> Registered:
    with transaction.atomic():
        done = matter_register(actor=actor, registration=wanted, identity=identity, at=at)
        if done.is_new:
            appointment_mark_noted(
                actor=actor, appointment_id=subject.appointment_id, matter_id=done.matter_id, at=at
            )
            return done
    # Two presses at once: the other one has made the matter and marked the appointment.
    return _same(done, wanted, at)


def _same(known: Registered, wanted: Registration, at: datetime) -> Registered:
    """A form that was sent twice is one matter; other words must not vanish behind its receipt."""
    there = receipt_view(matter_id=known.matter_id, token=wanted.token, at=at)
    if (there.text, there.requests) != (wanted.text, wanted.requests):
        raise NotedAlready
    return known
