"""One task as its page shows it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import pgettext

from huiyin.clocks.selectors import ClockView, clock_views
from huiyin.documents.selectors import FileView, file_views
from huiyin.kernel.actor import Actor
from huiyin.tasks.models import Task, TaskStep
from huiyin.tasks.origins import task_origin
from huiyin.tasks.rules.sentences import STEP_NAMES
from huiyin.tasks.selectors.gate import task_get_for
from huiyin.tasks.selectors.lists import TaskRow, task_rows


@dataclass(frozen=True, slots=True)
class TaskStepView:
    """A step of the timeline; `facts` are what its sentence carries: reason, note, day, unit, officer."""

    at: datetime
    name: str
    office: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """One task, whole. `unit_id`, `officer_id` and `from_unit_id` are for the forms of its moves."""

    row: TaskRow
    version: int
    unit_id: int
    from_unit_id: int
    officer_id: int | None
    follows: bool
    origin_path: str
    assisting: tuple[str, ...]
    asked_due_at: datetime | None
    files: tuple[FileView, ...]
    clocks: tuple[ClockView, ...]
    steps: tuple[TaskStepView, ...]


def task_detail(*, actor: Actor, task_id: UUID, at: datetime) -> TaskDetail:
    """One task with its steps, clocks and files. Raises TaskNotFound."""
    task = task_get_for(actor=actor, task_id=task_id)
    row = task_rows([task], actor=actor, at=at)[0]
    steps = TaskStep.objects.filter(task=task).order_by("version")
    return TaskDetail(
        row=row,
        version=task.version,
        unit_id=task.unit_id,
        from_unit_id=task.from_unit_id,
        officer_id=task.officer_id,
        follows=task.follows,
        origin_path=_origin_path(task, actor),
        assisting=tuple(assist.unit.name for assist in task.assisting.select_related("unit").order_by("unit__name")),
        asked_due_at=task.asked_due_at,
        files=tuple(file_views(file_ids=_file_ids(task))),
        clocks=_running(task, at),
        steps=tuple(_step(step) for step in steps),
    )


def task_file(*, actor: Actor, task_id: UUID, file_id: UUID) -> FileView | None:
    """A file of a task that the actor may see; None for one that isn't among them. Raises TaskNotFound."""
    task = task_get_for(actor=actor, task_id=task_id)
    return next(iter(file_views(file_ids=[own_id for own_id in _file_ids(task) if own_id == file_id])), None)


def _running(task: Task, at: datetime) -> tuple[ClockView, ...]:
    """What is owed or still possible; a time that nobody can use any more says nothing."""
    views = clock_views(subject_id=task.pk, at=at)
    return tuple(clock for clock in views if clock.stopped_at is None and not clock.is_over)


def _file_ids(task: Task) -> list[UUID]:
    return list(task.files.order_by("position").values_list("file_id", flat=True))


def _origin_path(task: Task, actor: Actor) -> str:
    """Where the origin stands; "" where there is none, or none for this actor."""
    if task.origin_id is None:
        return ""
    view = task_origin(task.origin_kind).describe(actor, [task.origin_id]).get(task.origin_id)
    return view.path if view else ""


def _step(step: TaskStep) -> TaskStepView:
    facts = {key: str(value) for key, value in json.loads(step.facts_text).items() if value is not None}
    return TaskStepView(step.at, pgettext("经过", STEP_NAMES[step.kind]), step.office, facts)
