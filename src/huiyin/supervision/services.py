"""Supervision: a demand on the unit that has a matter, its answer, its end (条例 Art 40).

It is about units and their deadlines, never about people.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huiyin.clocks.services import Subject, clock_until, clocks_on_event
from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role, system
from huiyin.kernel.refs import Ref
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.linking.services.shared import matters_lock
from huiyin.matters.models import Matter
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.selectors import chain_of, leaders_of, officers_of_unit, reception_unit, unit_name
from huiyin.supervision.errors import (
    DemandMissing,
    EndReasonMissing,
    NotTheirDemand,
    OwnDemand,
    StatementMissing,
    SupervisedAlready,
    SupervisionGone,
)
from huiyin.supervision.models import Supervision
from huiyin.supervision.rules import DEMAND, TRIGGER_DEMANDS, TRIGGER_LABELS, Trigger
from huiyin.tasks.selectors.following import origins_without_task
from huiyin.tasks.services import FollowingDraft, task_follow, task_followed_done, task_followed_end

_BATCH = 200
_TASKS = system("tasks")


def matter_supervise(
    *, actor: Actor, matter_id: UUID, demand: str, due_on: date, at: datetime, seen: int | None = None
) -> None:
    """Demand by hand that the unit explains itself in writing by a day.

    By a leader above, or by whoever is in charge in the unit that received the matter and gave it away. Raises
    DemandMissing, ClockDayPast, ClockDayTooFar, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SUPERVISE, at=at, seen=seen) as change:
        words = checked_text(demand, field="demand", most=MESSAGE_MAX)
        if not words:
            raise DemandMissing
        position = _next_position(change.matter)
        subject = _subject(change, position)
        change.rows.append(clock_until(subject=subject, code="demand", due_on=due_on))
        by_unit_id = _unit_of(actor, change.matter)
        _raise(change, position, Trigger.BY_HAND, by_unit_id=by_unit_id, demand=words, due_on=due_on)


def matter_supervise_by_rule(*, actor: Actor, matter_id: UUID, trigger: Trigger, at: datetime) -> None:
    """The same by the system, in the name of the petition office, when a rule is broken; once each while it is open.

    Raises SupervisedAlready, SupervisionGone.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SUPERVISE, at=at) as change:
        if Supervision.objects.filter(matter=change.matter, trigger=trigger, ended_at__isnull=True).exists():
            raise SupervisedAlready
        if trigger is Trigger.NOT_NOTIFIED and change.matter.state != State.APPROVED:
            raise SupervisionGone  # its handler has gone, and somebody else drafts anew
        position = _next_position(change.matter)
        clocks = clocks_on_event(subject=_subject(change, position), event="supervised")
        change.rows.extend(clocks.rows)
        # What an event starts stands behind what it stops.
        due_on = office_day(clocks.rows[-1].due_at)
        _raise(
            change, position, trigger, by_unit_id=_unit_in_whose_name(change.matter), demand=TRIGGER_DEMANDS[trigger],
            due_on=due_on,
        )  # fmt: skip


def supervision_answer(
    *, actor: Actor, matter_id: UUID, position: int, answer: str, at: datetime, seen: int | None = None
) -> None:
    """Answer a demand in writing, for the unit that has the matter; never by whoever made the demand.

    Raises SupervisionGone, OwnDemand, StatementMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ANSWER_SUPERVISION, at=at, seen=seen) as change:
        found = _open_one(change, position)
        if found.answered_at is not None:
            raise SupervisionGone
        if found.raised_by is not None and found.raised_by == actor.officer_id:
            raise OwnDemand
        found.answer = checked_text(answer, field="answer", most=MESSAGE_MAX)
        if not found.answer:
            raise StatementMissing
        found.answered_at, found.answered_by = at, actor.officer_id
        change.changed(found)
        change.facts["unit"] = change.matter.lead_unit.name
        change.notify_petitioner()
        change.notify_officers("demand_answered", _in_charge_of(found.by_unit_id))
        _answered(found, actor=actor, at=at)


def supervision_end(
    *, actor: Actor, matter_id: UUID, position: int, reason: str, at: datetime, seen: int | None = None
) -> None:
    """End a demand with a reason: only the unit that made it, answered or not.

    Raises SupervisionGone, NotTheirDemand, EndReasonMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.END_SUPERVISION, at=at, seen=seen) as change:
        found = _open_one(change, position)
        if found.by_unit_id not in actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids:
            raise NotTheirDemand
        found.end_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not found.end_reason:
            raise EndReasonMissing
        found.ended_at, found.ended_by = at, actor.officer_id
        change.changed(found)
        change.facts["by_unit"] = unit_name(unit_id=found.by_unit_id)
        change.notify_petitioner()
        _ended(found, actor=actor, at=at)


def demands_begin(*, at: datetime) -> int:
    """Make the tasks of open demands that have none; gives how many.

    By the system, for what was demanded before there were tasks. A second round finds none left.
    """
    waiting = origins_without_task(rows=_unanswered(), kind=DEMAND).order_by("pk")
    return sum(_begin(pk, at) for pk in waiting.values_list("pk", flat=True)[:_BATCH])


def _raise(
    change: MatterChange, position: int, trigger: Trigger, *, by_unit_id: int, demand: str, due_on: date
) -> None:
    matter = change.matter
    matter.parts |= Part.SUPERVISIONS
    change.round = position
    row = Supervision(
        matter=matter,
        position=position,
        trigger=trigger,
        unit_id=matter.lead_unit_id,
        by_unit_id=by_unit_id,
        raised_at=change.at,
        raised_by=change.actor.officer_id,
        demand=demand,
        due_on=due_on,
    )
    change.save(row)
    _hand_down(row, actor=change.actor, at=change.at)
    change.facts["unit"] = matter.lead_unit.name
    change.facts["by_unit"] = unit_name(unit_id=by_unit_id)
    change.facts["day"] = due_on.isoformat()
    change.facts["trigger"] = TRIGGER_LABELS[trigger]
    change.notify_petitioner()
    notified = officers_of_unit(unit_id=matter.lead_unit_id, roles=(Role.APPROVER, Role.LEADER))
    answering = [officer.id for officer in notified] or leaders_of(unit_id=matter.lead_unit_id)
    change.notify_officers("supervision_raised", answering, due_on=due_on)


def _subject(change: MatterChange, position: int) -> Subject:
    return Subject(id=change.matter.pk, kind=change.matter.kind, at=change.at, round=position)


def _next_position(matter: Matter) -> int:
    return Supervision.objects.filter(matter=matter).count() + 1


def _open_one(change: MatterChange, position: int) -> Supervision:
    found = Supervision.objects.filter(matter=change.matter, position=position, ended_at__isnull=True).first()
    if found is None:
        raise SupervisionGone
    change.round = position
    return found


def _unit_of(actor: Actor, matter: Matter) -> int:
    """The unit for which an officer supervises: the nearest one above that they lead, or the one that received it."""
    led = actor.units_as(Role.LEADER)
    above = next((unit.id for unit in chain_of(unit_id=matter.lead_unit_id)[1:] if unit.id in led), None)
    return matter.received_unit_id if above is None else above


def _unit_in_whose_name(matter: Matter) -> int:
    """The petition office; a unit above where that has the matter itself or is barred from it.

    A unit that stands apart is supervised by nobody but itself: nobody else may learn what lies there.
    """
    chain = [unit.id for unit in chain_of(unit_id=matter.lead_unit_id)]
    office = reception_unit()
    # `chain_of` goes no further up than the first unit that stands apart.
    stands_apart = len(chain) == 1
    candidates = chain[1:] if office is None or stands_apart else [office, *chain[1:]]
    barred = respondents_of(matter)
    for candidate in candidates:
        if candidate != matter.lead_unit_id and not unit_is_barred(unit_id=candidate, respondents=barred):
            return candidate
    return matter.lead_unit_id


def _in_charge_of(unit_id: int) -> list[int]:
    found = [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=UNIT_MANAGERS)]
    return found or leaders_of(unit_id=unit_id)


# --- The task of a demand follows it: one list shows all that a unit owes by a day ----------------------------------


def _hand_down(row: Supervision, *, actor: Actor, at: datetime) -> None:
    """The unit that has the matter owes an answer to the one that demands it."""
    draft = FollowingDraft(origin=_ref(row), from_unit_id=row.by_unit_id, unit_id=row.unit_id, due_on=row.due_on)
    task_follow(actor=actor, draft=draft, at=at)


def _answered(row: Supervision, *, actor: Actor, at: datetime) -> None:
    """Whoever made it checks what is said."""
    task_followed_done(actor=actor, origin=_ref(row), note=row.answer, waits_for_check=True, at=at)


def _ended(row: Supervision, *, actor: Actor, at: datetime) -> None:
    """Whoever made it has ended it."""
    task_followed_end(actor=actor, origin=_ref(row), at=at)


@transaction.atomic
def _begin(pk: UUID, at: datetime) -> bool:
    # As the matter's own moves lock it; then asked anew, as it may have been answered or got its task meanwhile.
    matters_lock([Supervision.objects.values_list("matter_id", flat=True).get(pk=pk)])
    row = origins_without_task(rows=_unanswered().filter(pk=pk), kind=DEMAND).first()
    if row is not None:
        _hand_down(row, actor=_TASKS, at=at)
    return row is not None


def _unanswered() -> QuerySet[Supervision]:
    return Supervision.objects.filter(ended_at__isnull=True, answered_at__isnull=True)


def _ref(row: Supervision) -> Ref:
    return Ref(DEMAND, row.pk)
