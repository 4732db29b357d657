"""Who has booked: names for the list of the day, on the day; one person's contact when something has to be said."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import N_
from huiyin.reception.errors import NotThatDay
from huiyin.reception.models import Appointment
from huiyin.reception.rules import is_that_day
from huiyin.reception.selectors import appointment_line, day_sheet
from huiyin.vault.services import IdentityDraft, identities_open, identity_open

# Stored as it stands, and translated where somebody reads it.
_PURPOSE = N_("接访当天按名单接待")


def day_names_open(*, actor: Actor, day_id: UUID, at: datetime) -> dict[UUID, str]:
    """The names on the list of a day, by appointment, so that people can be greeted; nothing else of them.

    Only on that very day, for registrars and leaders of its unit. Each look is one ledger entry, with an opening for
    every person on the list, which that person reads under their code. Raises DayNotFound, NotThatDay.
    """
    sheet = day_sheet(actor=actor, day_id=day_id, at=at)
    if not is_that_day(sheet.day.starts_at, at):
        raise NotThatDay
    # Who isn't coming needn't be greeted; of a matter that bars this officer nothing is shown, no name either.
    shown = [line.id for line in sheet.lines if not (line.is_cancelled or line.is_withheld)]
    found = dict(Appointment.objects.filter(pk__in=shown).values_list("identity_id", "pk"))
    if not found:
        return {}
    opened = identities_open(
        actor=actor,
        subjects={identity_id: Ref("appointment", pk) for identity_id, pk in found.items()},
        purpose=_PURPOSE,
        office=sheet.day.unit,
        list_subject=Ref("reception_day", day_id),
        at=at,
    )
    return {found[identity_id]: identity.name for identity_id, identity in opened.items()}


def appointment_identity_open(*, actor: Actor, appointment_id: UUID, purpose: str, at: datetime) -> IdentityDraft:
    """Name and contact of one person who has booked, for a stated purpose that they will read.

    For a day that falls through when no e-mail address was left, and for writing down a visit. Raises DayNotFound,
    PurposeMissing, PurposeTooLong, IdentityErased. Must not stand in a transaction.
    """
    day, line = appointment_line(actor=actor, appointment_id=appointment_id, at=at)
    identity_id = Appointment.objects.values_list("identity_id", flat=True).get(pk=line.id)
    return identity_open(
        actor=actor,
        identity_id=identity_id,
        subject=Ref("appointment", line.id),
        purpose=purpose,
        office=day.unit,
        at=at,
    )
