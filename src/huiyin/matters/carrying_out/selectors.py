"""What pages and lists are given of what an answer promises, and the call back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from huiyin.clocks.selectors import due_first
from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.time import office_day
from huiyin.matters.carrying_out.rules import FOLLOW_UP_LABELS, FollowUpResult
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.models import FollowUp, Matter, PromisedStep


@dataclass(frozen=True, slots=True)
class StepView:
    """Something an answer promises; `is_promised`: the answer has left the house."""

    reply_id: UUID
    position: int
    text: str
    due_on: date
    done_at: datetime | None
    note: str
    by_petitioner: bool
    is_promised: bool
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.is_promised and self.done_at is None


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A call back: when, and what was said."""

    at: datetime
    result: str
    result_label: str
    words: str


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """A closed matter whose petitioner has to be called back, with the last day (None: its clock has no rule)."""

    number: str
    title: str
    lead_unit: str
    closed_at: datetime
    tried: bool
    due_on: date | None
    is_late: bool


def steps_of(matter: Matter, actor: Actor, at: datetime) -> tuple[StepView, ...]:
    """What the answers of a matter promise: to the petitioner once it is served, to staff from the draft on."""
    if not matter.parts & Part.STEPS:
        return ()
    rows = PromisedStep.objects.filter(matter=matter, reply__returned_at__isnull=True).select_related("reply")
    if actor.kind is ActorKind.PETITIONER:
        rows = rows.filter(reply__served_at__isnull=False)
    today = office_day(at)
    return tuple(
        StepView(
            reply_id=row.reply.pk,
            position=row.position,
            text=row.text,
            due_on=row.due_on,
            done_at=row.done_at,
            note=row.done_note,
            by_petitioner=row.done_by.startswith(ActorKind.PETITIONER),
            is_promised=row.reply.served_at is not None,
            is_late=row.done_at is None and row.reply.served_at is not None and row.due_on < today,
        )
        for row in rows.order_by("position")
    )


def steps_of_returned_draft(*, matter_id: UUID) -> list[tuple[str, date]]:
    """What the last draft promised, if it was sent back: the next one starts from it."""
    rows = PromisedStep.objects.filter(matter_id=matter_id).order_by("-reply__round", "position")
    found = list(rows.values_list("reply__round", "reply__returned_at", "text", "due_on"))
    return [(text, due_on) for round_, returned, text, due_on in found if returned and round_ == found[0][0]]


def follow_ups_of(matter: Matter, actor: Actor) -> tuple[FollowUpView, ...]:
    """The calls back, for staff; the petitioner reads the timeline instead."""
    if not matter.parts & Part.FOLLOW_UPS or actor.kind is ActorKind.PETITIONER:
        return ()
    return tuple(
        FollowUpView(row.at, row.result, gettext(FOLLOW_UP_LABELS[FollowUpResult(row.result)]), row.words)
        for row in FollowUp.objects.filter(matter=matter).order_by("-at", "-id")
    )


def call_backs_owed(*, actor: Actor, at: datetime) -> list[CallBackRow]:
    """Closed matters whose answer had promised something and whose petitioner hasn't been reached since."""
    # Since the latest end: what was said before it was opened again is about an earlier answer.
    reached = FollowUp.objects.filter(matter=OuterRef("pk"), at__gte=OuterRef("closed_at")).exclude(
        result=FollowUpResult.NOT_REACHED
    )
    registrar = actor.units_as(Role.REGISTRAR)
    mine = Q(received_unit__in=registrar) | Q(lead_unit__in=registrar) | Q(handler=actor.officer_id)
    # Who filed a sealed one lies under the seal, if anywhere: there may be somebody to call.
    reachable = Q(identity_id__isnull=False) | Q(is_sealed=True)
    promised = PromisedStep.objects.filter(reply__served_at__isnull=False).values("matter_id")
    rows = list(
        visible_to(actor)
        .filter(mine, reachable, ~Exists(reached), state__in=[State.CLOSED, State.FINALISED], pk__in=promised)
        .select_related("lead_unit")
        .order_by("closed_at", "pk")[:LIST_MOST]
    )
    due = due_first(subject_ids=[row.pk for row in rows], at=at, code="follow_up")
    return [
        CallBackRow(
            number=row.number,
            title=row.title,
            lead_unit=row.lead_unit.name,
            closed_at=row.closed_at,
            tried=bool(row.parts & Part.FOLLOW_UPS),
            due_on=due[row.pk].due_on if row.pk in due else None,
            is_late=row.pk in due and due[row.pk].days_left < 0,
        )
        for row in rows
        if row.closed_at is not None
    ]
