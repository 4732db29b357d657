"""Supervisions, promised steps, calls back and recommendations, as pages and lists are given them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from huiyin.clocks.selectors import due_first
from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.time import office_day
from huiyin.matters.models import FollowUp, Matter, PromisedStep, Recommendation, Review, Supervision
from huiyin.matters.rules.parts import Part
from huiyin.matters.rules.review import ReviewOutcome
from huiyin.matters.rules.states import State
from huiyin.matters.rules.supervision import (
    FOLLOW_UP_LABELS,
    RECOMMENDATION_LABELS,
    ROUND_OFTEN,
    TRIGGER_LABELS,
    FollowUpResult,
    RecommendationKind,
    Trigger,
)
from huiyin.matters.selectors.gate import visible_through, visible_to

IN_CHARGE = (Role.REGISTRAR, Role.APPROVER, Role.LEADER)
LIST_MOST = 200


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


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation, for the two units. `number` is "" without a matter, or when the reader may not see it."""

    id: UUID
    kind_label: str
    from_unit: str
    to_unit: str
    problem: str
    evidence: str
    proposal: str
    number: str
    sent_at: datetime
    due_on: date
    replied_at: datetime | None
    adopted: bool | None
    reply: str
    is_late: bool
    may_reply: bool


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
    return _open_demands(actor).filter(answered_at__isnull=True, unit__in=actor.units_as(*IN_CHARGE))


def _open_demands(actor: Actor) -> QuerySet[Supervision]:
    units = actor.units_as(*IN_CHARGE) | actor.command_unit_ids
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


def call_backs_owed(*, actor: Actor, at: datetime) -> list[CallBackRow]:
    """Closed matters whose answer had promised something and whose petitioner hasn't been reached since."""
    reached = FollowUp.objects.filter(matter=OuterRef("pk"), at__gte=OuterRef("closed_at")).exclude(
        result=FollowUpResult.NOT_REACHED
    )
    registrar = actor.units_as(Role.REGISTRAR)
    mine = Q(received_unit__in=registrar) | Q(lead_unit__in=registrar) | Q(handler=actor.officer_id)
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


def recommendations_for(*, actor: Actor, at: datetime) -> list[RecommendationView]:
    """Those to and from the units that an officer signs for or leads: what waits first, then the newest."""
    rows = list(
        Recommendation.objects.filter(_of_units(actor))
        .select_related("from_unit", "to_unit", "matter")
        .order_by("-sent_at")[:LIST_MOST]
    )
    rows.sort(key=lambda row: (row.replied_at is not None, row.due_on if row.replied_at is None else date.max))
    return _recommendations(rows, actor, at)


def recommendations_about(*, matters: QuerySet[Matter]) -> QuerySet[Recommendation]:
    """The recommendations that came of one of these matters."""
    return Recommendation.objects.filter(Exists(matters.filter(pk=OuterRef("matter"))))


def recommendations_owed(*, actor: Actor, since: datetime | None = None) -> QuerySet[Recommendation]:
    """Those that an officer's units have to answer, or came since; to be counted with others in one statement."""
    units = actor.units_as(Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    owed = Recommendation.objects.filter(to_unit__in=units, replied_at__isnull=True).exclude(
        sent_by=actor.officer_id or 0
    )
    return owed if since is None else owed.filter(sent_at__gt=since)


def recommendation_view(*, actor: Actor, recommendation_id: UUID, at: datetime) -> RecommendationView | None:
    """One of them; None for whoever it isn't for."""
    rows = Recommendation.objects.filter(_of_units(actor), pk=recommendation_id)
    found = _recommendations(list(rows.select_related("from_unit", "to_unit", "matter")), actor, at)
    return found[0] if found else None


def _of_units(actor: Actor) -> Q:
    units = actor.units_as(Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    return Q(to_unit__in=units) | Q(from_unit__in=units)


def _recommendations(rows: Iterable[Recommendation], actor: Actor, at: datetime) -> list[RecommendationView]:
    known = list(rows)
    about = [row.matter.pk for row in known if row.matter is not None]
    seen = set(visible_to(actor).filter(pk__in=about).values_list("pk", flat=True)) if about else set()
    answering = actor.units_as(Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    today = office_day(at)
    return [
        RecommendationView(
            id=row.pk,
            kind_label=gettext(RECOMMENDATION_LABELS[RecommendationKind(row.kind)]),
            from_unit=row.from_unit.name,
            to_unit=row.to_unit.name,
            problem=row.problem,
            evidence=row.evidence,
            proposal=row.proposal,
            number=row.matter.number if row.matter is not None and row.matter.pk in seen else "",
            sent_at=row.sent_at,
            due_on=row.due_on,
            replied_at=row.replied_at,
            adopted=row.adopted,
            reply=row.reply,
            is_late=row.replied_at is None and row.due_on < today,
            may_reply=row.replied_at is None and row.to_unit.pk in answering and row.sent_by != actor.officer_id,
        )
        for row in known
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
    sent_back = Review.objects.filter(outcome=ReviewOutcome.SENT_BACK).values("matter_id")
    return list(
        Matter.objects.filter(is_open=True, round__gte=ROUND_OFTEN, pk__in=sent_back).values_list("pk", flat=True)
    )


def supervised_since(*, matter_ids: Collection[UUID]) -> dict[tuple[UUID, str], tuple[datetime, bool]]:
    """By matter and trigger: when it was last supervised by rule, and whether that is still open."""
    rows = Supervision.objects.filter(matter__in=matter_ids).exclude(trigger=Trigger.BY_HAND).order_by("position")
    return {
        (matter_id, trigger): (raised_at, ended_at is None)
        for matter_id, trigger, raised_at, ended_at in rows.values_list(
            "matter_id", "trigger", "raised_at", "ended_at"
        )
    }
