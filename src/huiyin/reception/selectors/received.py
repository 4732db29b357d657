"""What a leader has received and answers for, as lists, a matter's page and the sheet of a day show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import (
    matter_ids_visible,
    matter_numbers_for,
    matters_withheld,
    visible_through,
)
from huiyin.matters.models import Matter
from huiyin.orgs.selectors import officer_names
from huiyin.reception.models import ReceivedMatter
from huiyin.reception.rules import Form

_MOST = 200


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """Who received a matter, and when, for its page."""

    day_id: UUID
    name: str
    title: str
    form: Form
    received_on: date


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A matter that a leader received; `due_at` is the earliest of its running time limits."""

    number: str
    title: str
    state: str
    unit: str
    received_on: date
    due_at: datetime | None
    is_open: bool
    is_late: bool

    @property
    def state_label(self) -> str:
        """How the matter stands, in the reader's language."""
        return gettext(STATE_LABELS[State(self.state)])


@dataclass(frozen=True, slots=True)
class WalkInLine:
    """Somebody came without a booking. `number` only where this officer may see the matter."""

    came_at: datetime
    number: str


def received_by(actor: Actor) -> Q:
    """The matters that a leader received where they lead now: who answers for one reads how it goes on."""
    if not actor.holds(Role.LEADER):
        return Q(pk__in=())
    return Q(pk__in=_of_leader(actor).values("matter_id"))


def received_of(matter: Matter, actor: Actor) -> tuple[ReceivedView, ...]:
    """Who received a matter, for its page, the latest first; a petitioner knows whom they talked to."""
    if not matter.parts & Part.RECEPTIONS or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = ReceivedMatter.objects.filter(matter=matter).select_related("day").order_by("-received_at")
    found = list(rows)
    names = officer_names(officer_ids={row.day.officer_id for row in found})
    return tuple(
        ReceivedView(
            day_id=row.day_id,
            name=names[row.day.officer_id],
            title=row.day.title,
            form=Form(row.day.form),
            received_on=office_day(row.received_at),
        )
        for row in found
    )


def received_open(*, actor: Actor) -> "QuerySet[ReceivedMatter]":
    """What the officer received and isn't closed, through the gate; to be counted with others in one statement."""
    if not actor.holds(Role.LEADER):
        return ReceivedMatter.objects.none()
    return _of_leader(actor).filter(visible_through(actor, Q(is_open=True)))


def received_rows(*, actor: Actor, at: datetime) -> list[ReceivedRow]:
    """The same as lines, what is due first on top; each matter once."""
    rows = received_open(actor=actor).select_related("matter__lead_unit")
    return _rows(rows.order_by(F("matter__next_due_at").asc(nulls_last=True), "id")[:_MOST], at)


def received_closed_rows(*, actor: Actor, at: datetime) -> list[ReceivedRow]:
    """What the officer received and is closed, the latest end first."""
    if not actor.holds(Role.LEADER):
        return []
    rows = _of_leader(actor).filter(visible_through(actor, Q(is_open=False))).select_related("matter__lead_unit")
    return _rows(rows.order_by("-matter__closed_at", "id")[:_MOST], at)


def walk_ins_of(*, actor: Actor, day_id: UUID) -> list[WalkInLine]:
    """Who came to a day without a booking, in order; the caller has asked whose day it is.

    What is about this officer, or may be, has no line: by its minute it would tell who spoke.
    """
    rows = list(
        ReceivedMatter.objects.filter(day=day_id, appointment__isnull=True)
        .order_by("received_at", "id")
        .values_list("matter_id", "received_at")
    )
    wanted = [matter_id for matter_id, _received_at in rows]
    if not wanted:
        return []
    withheld = set(matters_withheld(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    visible = matter_ids_visible(actor=actor, matter_ids=wanted)
    numbers = matter_numbers_for(actor=actor, matter_ids=visible) if visible else {}
    return [
        WalkInLine(came_at=received_at, number=numbers.get(matter_id, ""))
        for matter_id, received_at in rows
        if matter_id not in withheld
    ]


def _of_leader(actor: Actor) -> "QuerySet[ReceivedMatter]":
    # Answering comes with the post: whoever went to lead elsewhere reads nothing here any more. Who stands in for a
    # leader answers meanwhile.
    return ReceivedMatter.objects.filter(
        day__officer__in=[actor.officer_id, *sorted(actor.stands_for)],
        day__unit__in=sorted(actor.command_unit_ids),
    )


def _rows(rows: Iterable[ReceivedMatter], at: datetime) -> list[ReceivedRow]:
    found: dict[UUID, ReceivedRow] = {}
    for row in rows:
        matter = row.matter
        due_at = matter.next_due_at if matter.is_open else None
        found.setdefault(
            matter.pk,
            ReceivedRow(
                number=matter.number,
                title=matter.title,
                state=matter.state,
                unit=matter.lead_unit.name,
                received_on=office_day(row.received_at),
                due_at=due_at,
                is_open=matter.is_open,
                is_late=due_at is not None and due_at < at,
            ),
        )
    return list(found.values())
