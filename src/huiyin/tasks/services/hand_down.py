"""Tasks that something in another context hands down once, and which then go their own way."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import shorten
from huiyin.orgs.selectors import unit_name
from huiyin.tasks.models import Task
from huiyin.tasks.rules.limits import TEXT_MAX
from huiyin.tasks.rules.moves import FOLLOWED_ENDED, GIVEN, TaskMove, TaskPermission
from huiyin.tasks.rules.states import WORKING_STATES, TaskAction, TaskState
from huiyin.tasks.selectors.audience import doing
from huiyin.tasks.services._engine import TASKS, TaskWorkflow, due_fact, due_instant, origin_set
from huiyin.workflow.engine import begin, move
from huiyin.workflow.moves import moves_at

# What has been reported waits for its check all the same.
_FALLING_AWAY = WORKING_STATES | {TaskState.RETURNED}


class HandedDownTasks(TaskWorkflow):
    """The same tasks, where what they come from has fallen away: the permission is that of the origin's move."""

    moves = moves_at(
        _FALLING_AWAY,
        TaskAction.DROP,
        TaskMove(TaskPermission.SYSTEM, FOLLOWED_ENDED, TaskState.DROPPED, "task_dropped"),
    )

    def visible_to(self, actor: Actor) -> "QuerySet[Task]":
        """All: the caller has asked for the origin."""
        return Task.objects.filter(follows=False)

    def may(self, actor: Actor, permission: TaskPermission, case: Task) -> bool:
        """Yes: the caller has asked for the origin."""
        return True


_HANDED_DOWN = HandedDownTasks()


@dataclass(frozen=True, slots=True)
class HandedDownDraft:
    """What a unit has taken upon itself by a day; a text that is longer than a task's ends with ….

    `officer_id`: one of the unit's people has it already. `from_unit_id` and `given_by`: another unit asked for it,
    and checks it; without them the unit itself and who makes the move.
    """

    origin: Ref
    unit_id: int
    text: str
    due_on: date
    officer_id: int | None = None
    from_unit_id: int | None = None
    given_by: int | None = None


def task_hand_down(*, actor: Actor, draft: HandedDownDraft, at: datetime) -> UUID:
    """Make the task of an origin that has no moves of its own, within the move that makes the origin; gives its id.

    Who may is asked by that move. From then on it is a task as any other: taken, done, checked by the unit.
    Raises ClockDayPast, ClockDayTooFar.
    """
    task = Task(
        text=shorten(draft.text, TEXT_MAX),
        from_unit_id=draft.unit_id if draft.from_unit_id is None else draft.from_unit_id,
        given_by=actor.officer_id if draft.given_by is None else draft.given_by,
        given_at=at,
        unit_id=draft.unit_id,
        officer_id=draft.officer_id,
        due_at=due_instant(draft.due_on, None),
        state=TaskState.GIVEN if draft.officer_id is None else TaskState.TAKEN,
    )
    origin_set(task, draft.origin)
    with begin(TASKS, actor=actor, case=task, ledger=GIVEN, at=at, event="task_given") as change:
        change.facts |= {"unit": unit_name(unit_id=task.unit_id), "due": due_fact(task)}
        change.start_clock()
        change.notify("task_given", doing(task))
    return task.pk


def task_handed_down_end(*, actor: Actor, origin: Ref, at: datetime) -> None:
    """Drop what hasn't been reported of an origin's tasks, within the move with which the origin falls away."""
    rows = Task.objects.filter(
        origin_kind=origin.kind, origin_id=UUID(origin.key), follows=False, state__in=sorted(_FALLING_AWAY)
    )
    for task_id in rows.order_by("pk").values_list("pk", flat=True):
        with move(_HANDED_DOWN, actor=actor, case_id=task_id, action=TaskAction.DROP, at=at) as change:
            change.case.asked_due_at = None
            change.notify("task_dropped", doing(change.case))
