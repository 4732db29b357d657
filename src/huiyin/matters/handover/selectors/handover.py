"""Hand-overs and helping units as pages show them, and whom they let see a matter. Read only where there are any."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from huiyin.clocks.selectors import ClockView
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.handover.rules import (
    DISPUTE_LABELS,
    MODE_LABELS,
    OBJECTION_LABELS,
    DisputeOutcome,
    HandoverMode,
    ObjectionOutcome,
    may_go_above,
)
from huiyin.matters.models import Assist, Handover, Matter
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of

_WENT_BACK = frozenset({DisputeOutcome.BACK, DisputeOutcome.OTHER})
# Moves that wait for somebody in particular; what the table says of who may is wider.
BETWEEN_UNITS = frozenset({
    Action.OBJECT, Action.TAKE_BACK, Action.REFUSE_OBJECTION, Action.DISPUTE, Action.SETTLE_DISPUTE,
    Action.REPORT_BACK, Action.CONTRIBUTE, Action.END_ASSIST,
})  # fmt: skip
# The clocks that run for another unit than the one that leads.
_OWED_BY = {"objection_decision": "from_unit_id", "dispute": "dispute_unit_id"}
_GIVING_OUT = (Role.REGISTRAR, Role.APPROVER, Role.LEADER)
_ANSWERING = (Role.REGISTRAR, Role.APPROVER, Role.HANDLER)


@dataclass(frozen=True, slots=True)
class HandoverView:
    """One hand-over. Labels are translated; `is_current`: by it the unit has the matter now."""

    position: int
    mode: str
    mode_label: str
    from_unit_id: int
    from_unit: str
    to_unit_id: int
    to_unit: str
    at: datetime
    words: str
    report_due_on: date | None
    objected_at: datetime | None
    objected_by: int | None
    objection: str
    decided_at: datetime | None
    decided_by: int | None
    decision: str
    decision_label: str
    decision_reason: str
    disputed_at: datetime | None
    dispute: str
    dispute_unit_id: int | None
    dispute_unit: str
    settled_at: datetime | None
    settlement: str
    settlement_label: str
    settlement_reason: str
    reported_at: datetime | None
    report: str
    is_current: bool
    # Asked only while an objection waits for the sender.
    sender_is_barred: bool

    @property
    def waits_for_sender(self) -> bool:
        """Whether the sender has an objection to answer."""
        return self.is_current and self.objected_at is not None and not self.decided_at and not self.disputed_at

    @property
    def waits_for_superior(self) -> bool:
        """Whether a dispute is to be decided."""
        return self.is_current and self.disputed_at is not None and self.settled_at is None

    @property
    def is_contested(self) -> bool:
        """Whether an objection or a dispute is open."""
        return self.waits_for_sender or self.waits_for_superior

    @property
    def wants_report(self) -> bool:
        """Whether a closing report is still owed."""
        went_back = self.decision == ObjectionOutcome.ACCEPTED or self.settlement in _WENT_BACK
        return self.report_due_on is not None and self.reported_at is None and not went_back


@dataclass(frozen=True, slots=True)
class AssistView:
    """A unit that was asked to help. The petitioner's has no words of either side."""

    id: UUID
    position: int
    unit_id: int
    unit: str
    asked_at: datetime
    question: str
    due_on: date
    contributed_at: datetime | None
    contribution: str
    ended_at: datetime | None

    @property
    def is_owed(self) -> bool:
        """Whether the unit hasn't answered and is still needed."""
        return self.contributed_at is None and self.ended_at is None


def handovers_of(matter: Matter) -> tuple[HandoverView, ...]:
    """The hand-overs of a matter, the first one first. One statement where there are any, more where one waits."""
    if not matter.parts & Part.HANDOVERS:
        return ()
    query = Handover.objects.filter(matter=matter).select_related("from_unit", "to_unit", "dispute_unit")
    return tuple(_view(handover, matter) for handover in query.order_by("position"))


def assists_of(matter: Matter, *, inside: bool) -> tuple[AssistView, ...]:
    """The helping units of a matter in their order; what was written is for inside the house.

    One statement where there are any.
    """
    if not matter.parts & Part.ASSISTS:
        return ()
    query = Assist.objects.filter(matter=matter).select_related("unit").order_by("position")
    return tuple(
        AssistView(
            id=assist.pk,
            position=assist.position,
            unit_id=assist.unit.pk,
            unit=assist.unit.name,
            asked_at=assist.asked_at,
            question=assist.question if inside else "",
            due_on=assist.due_on,
            contributed_at=assist.contributed_at,
            contribution=assist.contribution if inside else "",
            ended_at=assist.ended_at,
        )
        for assist in query
    )


def acts_for(actor: Actor, unit_id: int) -> bool:
    """Whether the officer decides for that unit: its registrar, approver or leader, or a leader above."""
    return unit_id in actor.units_as(*_GIVING_OUT) | actor.command_unit_ids


def asked_of(
    *,
    actor: Actor,
    handovers: Sequence[HandoverView],
    assists: Sequence[AssistView],
    clocks: Iterable[ClockView],
    at: datetime,
) -> frozenset[Action]:
    """Which of the moves between units this actor is asked for now; the table says only who might be."""
    # Only what still runs: a matter that was handed on has had a window for each hand-over.
    due = {clock.code: clock.due_at for clock in clocks if clock.stopped_at is None}
    current = next((handover for handover in handovers if handover.is_current), None)
    asked = set(_asked_about(current, actor, due, at)) if current else set()
    if any(handover.wants_report for handover in handovers):
        asked.add(Action.REPORT_BACK)
    if any(assist.is_owed and assist.unit_id in actor.units_as(*_ANSWERING) for assist in assists):
        asked.add(Action.CONTRIBUTE)
    if any(assist.ended_at is None for assist in assists):
        asked.add(Action.END_ASSIST)
    return frozenset(asked)


def _asked_about(handover: HandoverView, actor: Actor, due: Mapping[str, datetime], at: datetime) -> Iterator[Action]:
    if (
        handover.objected_at
        and not handover.disputed_at
        and may_go_above(
            decision=handover.decision,
            answer_due_at=due.get("objection_decision"),
            sender_is_barred=handover.sender_is_barred,
            at=at,
        )
    ):
        yield Action.DISPUTE
    if handover.waits_for_superior and handover.dispute_unit_id is not None:
        if acts_for(actor, handover.dispute_unit_id) and actor.officer_id not in {
            handover.objected_by,
            handover.decided_by,
        }:
            yield Action.SETTLE_DISPUTE
    elif handover.waits_for_sender:
        if acts_for(actor, handover.from_unit_id) and actor.officer_id != handover.objected_by:
            yield from (Action.TAKE_BACK, Action.REFUSE_OBJECTION)
    elif not handover.objected_at and at <= due.get("object", datetime.min.replace(tzinfo=UTC)):
        yield Action.OBJECT


def seen_by_units(actor: Actor) -> Q:
    """Matters that another unit leads but this actor's has to do with: as sender, as decider, as helper."""
    seen = Q()
    if giving := sorted(actor.units_as(*_GIVING_OUT) | actor.command_unit_ids):
        seen |= Q(pk__in=objected_to(giving)) | Q(pk__in=disputed_before(giving)) | Q(pk__in=_assigned(giving))
    if answering := sorted(actor.units_as(*_ANSWERING)):
        helping = Assist.objects.filter(unit__in=answering)
        # Two lookups and not one with an OR: each has a partial index of its own.
        seen |= Q(pk__in=_ids(helping.filter(ended_at__isnull=True)))
        seen |= Q(pk__in=_ids(helping.filter(contributed_at__isnull=False)))
    return seen


def helped_by(actor: Actor) -> Q:
    """Matters that wait for this actor's unit to do its part."""
    owed = Assist.objects.filter(
        unit__in=sorted(actor.units_as(*_ANSWERING)), ended_at__isnull=True, contributed_at__isnull=True
    )
    return Q(pk__in=_ids(owed))


def unit_owing(*, matter_id: UUID, code: str, position: int) -> int | None:
    """Which unit a clock between units runs for; None where it is the one that leads the matter."""
    if code == "assist":
        found = Assist.objects.filter(matter=matter_id, position=position).values_list("unit_id", flat=True)
        return found.first()
    column = _OWED_BY.get(code)
    if column is None:
        return None
    return Handover.objects.filter(matter=matter_id, position=position).values_list(column, flat=True).first()


def assist_days(*, actor: Actor, matter_ids: Collection[UUID]) -> dict[UUID, date]:
    """By which day this actor's unit is to do its part of each of these matters. One statement."""
    owed = Assist.objects.filter(
        matter__in=matter_ids,
        unit__in=sorted(actor.units_as(*_ANSWERING)),
        ended_at__isnull=True,
        contributed_at__isnull=True,
    )
    # Latest first: of several days of one matter the earliest is written last, and stays.
    return dict(owed.order_by("-due_on").values_list("matter_id", "due_on"))


def objected_to(units: list[int]) -> "QuerySet[Any, Any]":
    """The sender sees the matter while an objection waits for its answer."""
    waiting = Handover.objects.filter(from_unit__in=units, objected_at__isnull=False, decided_at__isnull=True)
    # Where another unit leads by now, an old objection opens nothing to its sender any more.
    return _ids(waiting.filter(to_unit=F("matter__lead_unit")))


def disputed_before(units: list[int]) -> "QuerySet[Any, Any]":
    """What these units are asked to settle."""
    waiting = Handover.objects.filter(dispute_unit__in=units, settled_at__isnull=True)
    return _ids(waiting.filter(to_unit=F("matter__lead_unit")))


def _assigned(units: list[int]) -> "QuerySet[Any, Any]":
    """Who assigned a matter reads the report."""
    return _ids(Handover.objects.filter(from_unit__in=units, mode=HandoverMode.ASSIGN))


def _ids(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    return rows.values("matter_id")


def _view(handover: Handover, matter: Matter) -> HandoverView:
    is_current = handover.position == matter.sent_on and handover.to_unit.pk == matter.lead_unit_id
    is_waiting = is_current and handover.objected_at is not None and not handover.decided_at
    return HandoverView(
        position=handover.position,
        mode=handover.mode,
        mode_label=gettext(MODE_LABELS[HandoverMode(handover.mode)]),
        from_unit_id=handover.from_unit.pk,
        from_unit=handover.from_unit.name,
        to_unit_id=handover.to_unit.pk,
        to_unit=handover.to_unit.name,
        at=handover.at,
        words=handover.words,
        report_due_on=handover.report_due_on,
        objected_at=handover.objected_at,
        objected_by=handover.objected_by,
        objection=handover.objection,
        decided_at=handover.decided_at,
        decided_by=handover.decided_by,
        decision=handover.decision,
        decision_label=gettext(OBJECTION_LABELS[ObjectionOutcome(handover.decision)]) if handover.decision else "",
        decision_reason=handover.decision_reason,
        disputed_at=handover.disputed_at,
        dispute=handover.dispute,
        dispute_unit_id=handover.dispute_unit.pk if handover.dispute_unit else None,
        dispute_unit=handover.dispute_unit.name if handover.dispute_unit else "",
        settled_at=handover.settled_at,
        settlement=handover.settlement,
        settlement_label=gettext(DISPUTE_LABELS[DisputeOutcome(handover.settlement)]) if handover.settlement else "",
        settlement_reason=handover.settlement_reason,
        reported_at=handover.reported_at,
        report=handover.report,
        is_current=is_current,
        sender_is_barred=is_waiting
        and unit_is_barred(unit_id=handover.from_unit.pk, respondents=respondents_of(matter)),
    )
