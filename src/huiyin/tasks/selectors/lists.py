"""Lists of tasks: what an officer and their units have to do, what they have given, and the four orders of both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import UNIT_MANAGERS, UNIT_STAFF, Actor
from huiyin.kernel.text import N_
from huiyin.tasks.models import Task
from huiyin.tasks.origins import OriginView, task_origin, task_origins
from huiyin.tasks.permissions import acts_for
from huiyin.tasks.rules.states import OPEN_STATES, STATE_LABELS, WORKING_STATES, TaskState
from huiyin.tasks.selectors.gate import visible_to
from huiyin.tasks.selectors.paths import task_path

PAGE = 50
EXPORT_MOST = 5000


class TaskList(StrEnum):
    """Whose tasks."""

    MINE = "mine"
    UNIT = "unit"
    GIVEN = "given"
    BELOW = "below"


class TaskOrder(StrEnum):
    """The four lists (四清单): by problem, by task, by who answers, by day."""

    ORIGIN = "origin"
    TASK = "task"
    UNIT = "unit"
    DUE = "due"


class TaskFilter(StrEnum):
    """Which of them."""

    OPEN = "open"
    LATE = "late"
    WAITING = "waiting"
    ENDED = "ended"


LIST_LABELS: Mapping[TaskList, str] = {
    TaskList.MINE: N_("我的任务"),
    TaskList.UNIT: N_("本单位的任务"),
    TaskList.GIVEN: N_("交办的任务"),
    TaskList.BELOW: N_("下级单位的任务"),
}
ORDER_LABELS: Mapping[TaskOrder, str] = {
    TaskOrder.DUE: N_("时限清单"),
    TaskOrder.ORIGIN: N_("问题清单"),
    TaskOrder.TASK: N_("任务清单"),
    TaskOrder.UNIT: N_("责任清单"),
}
FILTER_LABELS: Mapping[TaskFilter, str] = {
    TaskFilter.OPEN: N_("没有办完的"),
    TaskFilter.LATE: N_("超期的"),
    TaskFilter.WAITING: N_("等交办单位的"),
    TaskFilter.ENDED: N_("办完的"),
}
_ORDERS: Mapping[TaskOrder, tuple[str, ...]] = {
    TaskOrder.DUE: ("due_at", "pk"),
    TaskOrder.ORIGIN: ("origin_kind", "origin_id", "due_at", "pk"),
    TaskOrder.TASK: ("given_at", "pk"),
    TaskOrder.UNIT: ("unit__name", "officer__display_name", "due_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A line of a list; `path` is where the task is dealt with: its own page, or its origin's."""

    id: UUID
    reference: str
    text: str
    origin_label: str
    origin: str
    unit: str
    officer: str
    from_unit: str
    given_at: datetime
    due_at: datetime
    has_time: bool
    state: str
    state_label: str
    is_late: bool
    done_at: datetime | None
    done_note: str
    path: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of a list; `next` is the number of the page after it, None on the last."""

    rows: tuple[TaskRow, ...]
    page: int
    next: int | None


@dataclass(frozen=True, slots=True)
class TaskSums:
    """How many a unit has: open, late, waiting for who gave them."""

    unit_id: int
    unit: str
    open: int
    late: int
    waiting: int


def task_lists_of(actor: Actor) -> tuple[TaskList, ...]:
    """The lists that an officer's posts open."""
    if not actor.holds(*UNIT_STAFF):
        return ()
    managed = actor.units_as(*UNIT_MANAGERS)
    below = actor.command_unit_ids - actor.units_as(*UNIT_STAFF)
    given, beneath = [TaskList.GIVEN] if managed else [], [TaskList.BELOW] if below else []
    return (TaskList.MINE, TaskList.UNIT, *given, *beneath)


def task_page(
    *, actor: Actor, which: TaskList, order: TaskOrder, only: TaskFilter, page: int = 1, at: datetime
) -> TaskPage:
    """One page, three statements and one for each sort of origin on it."""
    first = (max(page, 1) - 1) * PAGE
    rows = _listed(actor, which, order, only, at)[first : first + PAGE + 1]
    found = task_rows(rows, actor=actor, at=at)
    return TaskPage(found[:PAGE], page, page + 1 if len(found) > PAGE else None)


def tasks_all(
    *, actor: Actor, which: TaskList, order: TaskOrder, only: TaskFilter, at: datetime
) -> tuple[TaskRow, ...]:
    """The whole list for a spreadsheet or paper, up to EXPORT_MOST."""
    return task_rows(_listed(actor, which, order, only, at)[:EXPORT_MOST], actor=actor, at=at)


def task_sums_below(*, actor: Actor, at: datetime) -> tuple[TaskSums, ...]:
    """By unit below, those with late ones first; one statement."""
    late = Q(due_at__lt=at, state__in=sorted(WORKING_STATES))
    rows = (
        tasks_of_list(actor, TaskList.BELOW)
        .filter(state__in=sorted(OPEN_STATES))
        .values("unit_id", "unit__name")
        .annotate(open=Count("pk"), late=Count("pk", filter=late), waiting=Count("pk", filter=waits_for_giver()))
        .order_by("-late", "-open", "unit_id")
    )
    return tuple(
        TaskSums(row["unit_id"], row["unit__name"], row["open"], row["late"], row["waiting"]) for row in rows
    )


def task_rows(tasks: Iterable[Task], *, actor: Actor, at: datetime) -> tuple[TaskRow, ...]:
    """Lines of these tasks; what belongs to an origin says so in the words that the actor may read."""
    found = list(tasks)
    origins = _origins(found, actor)
    return tuple(_row(task, origins.get((task.origin_kind, task.origin_id)), at) for task in found)


def _origins(tasks: Iterable[Task], actor: Actor) -> dict[tuple[str, UUID | None], OriginView]:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for task in tasks:
        if task.origin_id is not None:
            wanted[task.origin_kind].add(task.origin_id)
    known = {origin.kind for origin in task_origins()}
    return {
        (kind, key): view
        for kind, ids in wanted.items()
        if kind in known
        for key, view in task_origin(kind).describe(actor, ids).items()
    }


def _row(task: Task, origin: OriginView | None, at: datetime) -> TaskRow:
    return TaskRow(
        id=task.pk,
        reference=task.reference,
        text=task.text or (origin.text if origin else ""),
        origin_label=gettext(task_origin(task.origin_kind).label) if task.origin_kind else "",
        origin=origin.title if origin else "",
        unit=task.unit.name,
        officer=task.officer.display_name if task.officer else "",
        from_unit=task.from_unit.name,
        given_at=task.given_at,
        due_at=task.due_at,
        has_time=task.has_time,
        state=task.state,
        state_label=gettext(STATE_LABELS[TaskState(task.state)]),
        is_late=is_late(task, at),
        done_at=task.done_at,
        done_note=task.done_note,
        path=origin.path if task.follows and origin else task_path(task.pk),
    )


def is_late(task: Task, at: datetime) -> bool:
    """Whether it was done after its day, or isn't and the day has passed; nothing is late that was dropped."""
    if task.state == TaskState.DROPPED:
        return False
    return (task.done_at or at) > task.due_at


def _listed(actor: Actor, which: TaskList, order: TaskOrder, only: TaskFilter, at: datetime) -> "QuerySet[Task]":
    rows = tasks_of_list(actor, which)
    wanted = {
        TaskFilter.OPEN: Q(state__in=sorted(OPEN_STATES)),
        TaskFilter.LATE: Q(state__in=sorted(WORKING_STATES), due_at__lt=at),
        TaskFilter.WAITING: waits_for_giver(),
        TaskFilter.ENDED: ~Q(state__in=sorted(OPEN_STATES)),
    }[only]
    newest_first = only is TaskFilter.ENDED and order in {TaskOrder.DUE, TaskOrder.TASK}
    by = ("-given_at", "-pk") if newest_first else _ORDERS[order]
    return rows.filter(wanted).select_related("unit", "from_unit", "officer").order_by(*by)


def waits_for_giver() -> Q:
    """Whoever gave it has something to do."""
    asked = Q(asked_due_at__isnull=False, state__in=sorted(WORKING_STATES))
    return Q(state__in=[TaskState.DONE, TaskState.RETURNED]) | asked


def tasks_of_list(actor: Actor, which: TaskList) -> "QuerySet[Task]":
    """All that the list has ever had, in no order."""
    visible = visible_to(actor)
    staffed, managed = actor.units_as(*UNIT_STAFF), actor.units_as(*UNIT_MANAGERS)
    if which is TaskList.UNIT:
        return visible.filter(unit__in=sorted(staffed))
    if which is TaskList.GIVEN:
        mine = Q(given_by__in=sorted(acts_for(actor)), from_unit__in=sorted(staffed))
        return visible.filter(Q(from_unit__in=sorted(managed)) | mine)
    if which is TaskList.BELOW:
        return visible.filter(unit__in=sorted(actor.command_unit_ids - staffed))
    mine = Q(officer__in=sorted(acts_for(actor)))
    return visible.filter(mine | Q(officer__isnull=True, unit__in=sorted(managed)))
