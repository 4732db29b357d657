"""The moves of a task, on the workflow that all kinds of case share."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import pgettext

from huiyin.clocks.selectors import clock_running
from huiyin.clocks.services import Subject, clock_until, clock_until_instant
from huiyin.kernel.actor import UNIT_STAFF, Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import OFFICE_ZONE, end_of_day, office_day
from huiyin.notices.services import NoticeDraft
from huiyin.orgs.selectors import unit_name
from huiyin.tasks.models import Task, TaskStep
from huiyin.tasks.origins import task_origin
from huiyin.tasks.permissions import may
from huiyin.tasks.rules.errors import (
    ExtensionLateConflict,
    ExtensionUnaskedConflict,
    ExtensionUsedConflict,
    ExtensionWaitingConflict,
    OwnWorkNotAllowed,
    ReturnPeriodConflict,
    TaskChangedConflict,
    TaskElsewhereConflict,
    TaskMoveConflict,
    TaskMoveNotAllowed,
    TaskNotFound,
    TaskReasonRequired,
)
from huiyin.tasks.rules.limits import NOTE_MAX
from huiyin.tasks.rules.moves import MOVES, TaskNeed, TaskPermission
from huiyin.tasks.rules.sentences import STEP_NAMES
from huiyin.tasks.rules.states import ACTION_LABELS, STATE_LABELS, TaskAction
from huiyin.tasks.rules.timed import DUE_CLOCK, RETURN_CLOCK, TASK
from huiyin.tasks.selectors.audience import task_audience
from huiyin.tasks.selectors.gate import visible_to
from huiyin.tasks.selectors.paths import task_path
from huiyin.workflow import engine
from huiyin.workflow.change import Change


@dataclass(slots=True)
class TaskChange(Change[Task]):
    """A move of a task that is being made. Who is notified is looked up when the task stands as it is then."""

    audiences: list[tuple[str, list[int]]] = field(default_factory=list)

    def notify(self, template: str, officer_ids: Iterable[int]) -> None:
        """Let those of these officers know who may, and the deputies of those who are away."""
        self.audiences.append(
            (template, [officer_id for officer_id in officer_ids if officer_id != self.actor.officer_id])
        )

    def reason(self, text: str) -> str:
        """Why, as the timeline says it. Raises TaskReasonRequired, TextTooLong."""
        words = checked_text(text, field="reason", most=NOTE_MAX)
        if not words:
            raise TaskReasonRequired
        self.facts["reason"] = words
        return words

    def start_clock(self) -> None:
        """Let the clock of its day run, in the round that the task is in."""
        task = self.case
        subject = Subject(id=task.pk, kind=TASK.name, at=self.at, round=task.round)
        if task.has_time:
            clock = clock_until_instant(subject=subject, code=DUE_CLOCK, due_at=task.due_at)
        else:
            clock = clock_until(subject=subject, code=DUE_CLOCK, due_on=office_day(task.due_at))
        self.rows.append(clock)

    def restart_clock(self) -> None:
        """The same anew, for another day or because it isn't done after all; what runs is of the round before."""
        self.round = self.case.round
        self.case.round += 1
        self.start_clock()
        self.facts["due"] = due_fact(self.case)


def due_instant(on: date, at: time | None) -> datetime:
    """When a task is due: that time of the day, or its end."""
    return datetime.combine(on, at, OFFICE_ZONE) if at else end_of_day(on)


def due_fact(task: Task) -> str:
    """The day, and its hour where it has one, as the timeline keeps it."""
    return f"{task.due_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}" if task.has_time else f"{office_day(task.due_at)}"


def origin_set(task: Task, origin: Ref) -> None:
    """Say what it comes from, and whose bars it inherits by that."""
    task.origin_kind, task.origin_id = origin.kind, UUID(origin.key)
    task.case_id = task_origin(origin.kind).case(task.origin_id)
    task.case_kind = task_origin(origin.kind).case_kind if task.case_id else ""


def _check_own_moves(_actor: Actor, task: Task, _action: TaskAction, _at: datetime) -> None:
    if task.follows:
        raise TaskElsewhereConflict


def _check_others_work(actor: Actor, task: Task, action: TaskAction, _at: datetime) -> None:
    """Nobody decides on what they did, nor on the time that they asked for."""
    is_about_time = action in {TaskAction.GRANT_TIME, TaskAction.REFUSE_TIME}
    if task.asked_by == actor.officer_id if is_about_time else task.done_by == actor.ref:
        raise OwnWorkNotAllowed


def _check_return_period(_actor: Actor, task: Task, _action: TaskAction, at: datetime) -> None:
    clock = clock_running(subject_id=task.pk, code=RETURN_CLOCK, round=task.round)
    if clock is None or at > clock.due_at:
        raise ReturnPeriodConflict


def _check_extension_unused(_actor: Actor, task: Task, _action: TaskAction, at: datetime) -> None:
    if task.extended_at is not None:
        raise ExtensionUsedConflict
    if task.asked_due_at is not None:
        raise ExtensionWaitingConflict
    if at > task.due_at:
        raise ExtensionLateConflict


def _check_extension_asked(_actor: Actor, task: Task, _action: TaskAction, _at: datetime) -> None:
    if task.asked_due_at is None:
        raise ExtensionUnaskedConflict


class TaskWorkflow(engine.Workflow[Task, TaskChange]):
    """What tasks bring to the workflow."""

    kind = TASK.name
    change = TaskChange
    moves = MOVES
    requirements = {
        TaskNeed.OWN_MOVES: _check_own_moves,
        TaskNeed.OTHERS_WORK: _check_others_work,
        TaskNeed.RETURN_PERIOD: _check_return_period,
        TaskNeed.EXTENSION_UNUSED: _check_extension_unused,
        TaskNeed.EXTENSION_ASKED: _check_extension_asked,
    }
    state_names = STATE_LABELS
    action_names = ACTION_LABELS
    changes_nothing = frozenset({"tasks.task.file_added"})
    not_found = TaskNotFound
    not_open = TaskMoveConflict
    not_allowed = TaskMoveNotAllowed
    has_changed = TaskChangedConflict

    def visible_to(self, actor: Actor) -> "QuerySet[Task]":
        """As the gate."""
        return visible_to(actor)

    def may(self, actor: Actor, permission: TaskPermission, case: Task) -> bool:
        """As `permissions`."""
        return may(actor, permission, case)

    def steps_after(self, case: Task, version: int) -> Sequence[str]:
        """From its timeline."""
        steps = TaskStep.objects.filter(task=case, version__gt=version).order_by("version")
        return list(steps.values_list("kind", flat=True))

    def step_name(self, kind: str) -> str:
        """As its timeline says it."""
        return pgettext("经过", STEP_NAMES[kind])

    def timeline_row(self, change: TaskChange) -> TaskStep:
        """In the name of the unit for which the actor acts."""
        change.office = change.office or _office(change.actor, change.case)
        # No petitioner reads a task.
        change.is_public = False
        return TaskStep(task=change.case, **engine.timeline_values(change))

    def more_notices(self, change: TaskChange) -> Sequence[NoticeDraft]:
        """To those who may know of it as it is now."""
        params = {"path": task_path(change.case.pk)}
        return [
            notice
            for template, officer_ids in change.audiences
            for notice in change.notices_to(
                template,
                task_audience(change.case, officer_ids=officer_ids, on=office_day(change.at)),
                params=params,
            )
        ]


TASKS = TaskWorkflow()


@contextmanager
def task_move(
    *, actor: Actor, task_id: UUID, action: TaskAction, at: datetime, seen: int | None = None
) -> Iterator[TaskChange]:
    """Make one move on one task, all or nothing.

    Raises TaskNotFound, TaskChangedConflict, TaskMoveConflict, TaskMoveNotAllowed, and what the move requires.
    """
    with engine.move(TASKS, actor=actor, case_id=task_id, action=action, at=at, seen=seen) as change:
        yield change


def _office(actor: Actor, task: Task) -> str:
    staffed = actor.units_as(*UNIT_STAFF)
    # Who works in both acts for the one that has it.
    unit_id = next(
        (candidate for candidate in (task.unit_id, task.from_unit_id) if candidate in staffed),
        min(staffed, default=0),
    )
    return unit_name(unit_id=unit_id) if unit_id else ""
