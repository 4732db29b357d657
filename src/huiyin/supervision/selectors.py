"""Supervisions, as pages and lists are given them, and which matters are seen for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import UNIT_MANAGERS, Actor, ActorKind
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import Matter, Review
from huiyin.matters.review.rules import ReviewOutcome
from huiyin.supervision.models import Supervision
from huiyin.supervision.rules import SENT_BACK_OFTEN, TRIGGER_LABELS, Trigger


@dataclass(frozen=True, slots=True)
class SupervisionView:
    """A demand on a unit, for the two units: who wants what by when, what was said, whether it is over."""

    position: int
    trigger_label: str
    is_by_rule: bool
    raised_by: int | None
    unit: str
    by_unit_id: int
    by_unit: str
    raised_at: datetime
    demand: str
    due_on: date
    answered_at: datetime | None
    answer: str
    ended_at: datetime | None
    end_reason: str

    @property
    def is_open(self) -> bool:
        """Whether it is still listed."""
        return self.ended_at is None

    @property
    def waits_for_answer(self) -> bool:
        """Whether the unit still has to answer."""
        return self.ended_at is None and self.answered_at is None


@dataclass(frozen=True, slots=True)
class SupervisionRow:
    """An open demand in a list; `number` and `title` lead to the matter."""

    number: str
    title: str
    trigger_label: str
    unit: str
    by_unit: str
    raised_at: datetime
    due_on: date
    answered_at: datetime | None
    is_late: bool


def supervisions_of(matter: Matter, actor: Actor) -> tuple[SupervisionView, ...]:
    """Those of a matter, for its page, the newest first; the petitioner reads the timeline instead."""
    if not matter.parts & Part.SUPERVISIONS or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = Supervision.objects.filter(matter=matter).select_related("unit", "by_unit").order_by("-position")
    return tuple(
        SupervisionView(
            position=row.position,
            trigger_label=gettext(TRIGGER_LABELS[Trigger(row.trigger)]),
            is_by_rule=row.trigger != Trigger.BY_HAND,
            raised_by=row.raised_by,
            unit=row.unit.name,
            by_unit_id=row.by_unit.pk,
            by_unit=row.by_unit.name,
            raised_at=row.raised_at,
            demand=row.demand if row.trigger == Trigger.BY_HAND else gettext(row.demand),
            due_on=row.due_on,
            answered_at=row.answered_at,
            answer=row.answer,
            ended_at=row.ended_at,
            end_reason=row.end_reason,
        )
        for row in rows
    )


def supervised_by(actor: Actor) -> Q:
    """The matters that the officer's units supervise, until they end it."""
    units = actor.units_as(*UNIT_MANAGERS)
    if not units:
        return Q(pk__in=())
    open_ones = Supervision.objects.filter(by_unit__in=sorted(units), ended_at__isnull=True)
    return Q(pk__in=open_ones.values("matter_id"))


def demands_waiting(unit_id: int) -> QuerySet[Supervision]:
    """Open demands on this unit, and those that it made: it has to answer or to end them."""
    return Supervision.objects.filter(Q(unit=unit_id) | Q(by_unit=unit_id), ended_at__isnull=True)


def supervisions_open(*, actor: Actor, at: datetime) -> list[SupervisionRow]:
    """Open demands on the units that an officer answers for or leads, and those made by them, the first due first."""
    return _demands(_open_demands(actor), at, LIST_MOST)


def supervisions_unanswered(*, actor: Actor, at: datetime, most: int) -> list[SupervisionRow]:
    """Those of them that wait for the unit's answer."""
    return _demands(_open_demands(actor).filter(answered_at__isnull=True), at, most)


def supervisions_raised_since(*, actor: Actor, since: datetime) -> QuerySet[Supervision]:
    """Those that wait for an answer and were raised since, to be counted with others in one statement."""
    return _open_demands(actor).filter(answered_at__isnull=True, raised_at__gt=since)


def supervisions_owed(*, actor: Actor) -> QuerySet[Supervision]:
    """Demands that the officer's own units have to answer, to be counted with others in one statement."""
    return _open_demands(actor).filter(answered_at__isnull=True, unit__in=actor.units_as(*UNIT_MANAGERS))


def _open_demands(actor: Actor) -> QuerySet[Supervision]:
    units = actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids
    concerned = Supervision.objects.filter(Q(unit__in=units) | Q(by_unit__in=units), ended_at__isnull=True)
    return concerned.filter(visible_through(actor))


def _demands(demands: QuerySet[Supervision], at: datetime, most: int) -> list[SupervisionRow]:
    today = office_day(at)
    rows = demands.select_related("matter", "unit", "by_unit").order_by("due_on", "id")[:most]
    return [
        SupervisionRow(
            number=row.matter.number,
            title=row.matter.title,
            trigger_label=gettext(TRIGGER_LABELS[Trigger(row.trigger)]),
            unit=row.unit.name,
            by_unit=row.by_unit.name,
            raised_at=row.raised_at,
            due_on=row.due_on,
            answered_at=row.answered_at,
            is_late=row.answered_at is None and row.due_on < today,
        )
        for row in rows
    ]


# --- What the system's own round asks: ungated, for no page ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overdue:
    """An open matter whose next due date has passed."""

    id: UUID
    next_due_at: datetime


def matters_overdue(*, at: datetime, after: Overdue | None, limit: int) -> list[Overdue]:
    """A page of them, the longest overdue first."""
    query = Matter.objects.filter(is_open=True, next_due_at__lt=at)
    if after is not None:
        query = query.filter(next_due_at__gte=after.next_due_at).filter(
            Q(next_due_at__gt=after.next_due_at) | Q(pk__gt=after.id)
        )
    rows = query.order_by("next_due_at", "pk").values_list("pk", "next_due_at")[:limit]
    return [Overdue(pk, due) for pk, due in rows if due is not None]


def matters_sent_back_often() -> list[UUID]:
    """Open matters that a review has sent back for the third time."""
    # Counted, as the round alone doesn't say it: a call back that opens a matter again raises the round as well.
    sent_back = Review.objects.filter(outcome=ReviewOutcome.SENT_BACK).values("matter_id").annotate(times=Count("pk"))
    often = sent_back.filter(times__gte=SENT_BACK_OFTEN).values("matter_id")
    return list(Matter.objects.filter(is_open=True, pk__in=often).values_list("pk", flat=True))


def supervised_since(*, matter_ids: Collection[UUID]) -> dict[tuple[UUID, str], tuple[datetime, bool]]:
    """By matter and trigger: when it was last supervised by rule, and whether that is still open."""
    rows = Supervision.objects.filter(matter__in=matter_ids).exclude(trigger=Trigger.BY_HAND).order_by("position")
    return {
        (matter_id, trigger): (raised_at, ended_at is None)
        for matter_id, trigger, raised_at, ended_at in rows.values_list(
            "matter_id", "trigger", "raised_at", "ended_at"
        )
    }
