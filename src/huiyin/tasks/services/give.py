"""Giving a task to a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.orgs.selectors import unit_is_active
from huiyin.tasks.models import Task, TaskAssistance
from huiyin.tasks.origins import task_origin
from huiyin.tasks.rules.errors import (
    AssistingUnitInvalid,
    GivingNotAllowed,
    TaskGivenConflict,
    TaskNotFound,
    TaskOfficerRequired,
    TaskReferenceConflict,
    TaskTextRequired,
    TaskUnitRequired,
)
from huiyin.tasks.rules.limits import ASSISTING_MOST, REFERENCE_MAX, TEXT_MAX
from huiyin.tasks.rules.moves import GIVEN
from huiyin.tasks.rules.states import OPEN_STATES, TaskState
from huiyin.tasks.selectors.audience import doing
from huiyin.tasks.selectors.giving import giving_units, officer_works_in, unit_is_below
from huiyin.tasks.services._engine import TASKS, TaskChange, due_fact, due_instant, origin_set
from huiyin.workflow.engine import begin


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task as somebody gives it.

    `from_unit_id` None: the giver's own unit, where there is one only. `due_time` None: the end of the day.
    `origin`: what it comes from, if anything.
    """

    text: str
    unit_id: int | None
    due_on: date
    due_time: time | None = None
    officer_id: int | None = None
    assisting_ids: Sequence[int] = ()
    reference: str = ""
    from_unit_id: int | None = None
    origin: Ref | None = None


def task_give(*, actor: Actor, draft: TaskDraft, at: datetime) -> UUID:
    """Give a task to the giver's own unit or one that it commands; gives its id.

    Raises GivingNotAllowed, TaskTextRequired, TextTooLong, TaskUnitRequired, TaskOfficerRequired,
    AssistingUnitInvalid, TaskReferenceConflict, TaskGivenConflict, TaskNotFound for an origin that the giver may
    not know of, and ClockDayPast, ClockDayTooFar, ClockInstantPast.
    """
    from_unit_id = _from_unit(actor, draft)
    task = Task(
        text=checked_text(draft.text, field="text", most=TEXT_MAX),
        reference=checked_text(clean_line(draft.reference), field="reference", most=REFERENCE_MAX),
        from_unit_id=from_unit_id,
        given_by=actor.officer_id,
        given_at=at,
        unit_id=_unit(draft, from_unit_id),
        officer_id=draft.officer_id,
        due_at=due_instant(draft.due_on, draft.due_time),
        has_time=draft.due_time is not None,
        state=TaskState.GIVEN if draft.officer_id is None else TaskState.TAKEN,
    )
    if not task.text:
        raise TaskTextRequired
    _check_people(task, draft)
    _set_origin(task, actor, draft.origin)
    with begin(TASKS, actor=actor, case=task, ledger=GIVEN, at=at, event="task_given") as change:
        # In the transaction that writes it. Two with one number at the same instant are stopped by the constraint.
        _check_is_new(task)
        change.save(*(TaskAssistance(task=task, unit_id=unit_id) for unit_id in draft.assisting_ids))
        _describe(change)
        change.start_clock()
        change.notify("task_given", doing(task))
    return task.pk


def _from_unit(actor: Actor, draft: TaskDraft) -> int:
    units = giving_units(actor)
    if not units:
        raise GivingNotAllowed
    if draft.from_unit_id is None:
        return min(units)
    if draft.from_unit_id not in units:
        raise GivingNotAllowed
    return draft.from_unit_id


def _unit(draft: TaskDraft, from_unit_id: int) -> int:
    if draft.unit_id is None or not unit_is_below(unit_id=draft.unit_id, above_id=from_unit_id):
        raise TaskUnitRequired
    return draft.unit_id


def _check_people(task: Task, draft: TaskDraft) -> None:
    if draft.officer_id is not None and not officer_works_in(officer_id=draft.officer_id, unit_id=task.unit_id):
        raise TaskOfficerRequired
    wanted = set(draft.assisting_ids)
    is_fit = len(wanted) == len(draft.assisting_ids) <= ASSISTING_MOST and task.unit_id not in wanted
    if not is_fit or not all(unit_is_active(unit_id=unit_id) for unit_id in wanted):
        raise AssistingUnitInvalid(most=ASSISTING_MOST)


def _set_origin(task: Task, actor: Actor, origin: Ref | None) -> None:
    if origin is None:
        return
    key = UUID(origin.key)
    # What the giver may not know of isn't described, and by that isn't there for them.
    if key not in task_origin(origin.kind).describe(actor, [key]):
        raise TaskNotFound
    origin_set(task, origin)


def _check_is_new(task: Task) -> None:
    given = Task.objects.filter(from_unit=task.from_unit_id, reference=task.reference)
    if task.reference and given.exists():
        raise TaskReferenceConflict(reference=task.reference)
    if task.reference:
        return
    same = given.filter(
        state__in=OPEN_STATES, unit=task.unit_id, due_at=task.due_at, origin_id=task.origin_id
    ).values_list("text", flat=True)
    # Blanks and line breaks, which a spreadsheet changes at will, make no other task.
    if "".join(task.text.split()) in {"".join(text.split()) for text in same}:
        raise TaskGivenConflict


def _describe(change: TaskChange) -> None:
    change.facts |= {"unit": change.case.unit.name, "due": due_fact(change.case)}
