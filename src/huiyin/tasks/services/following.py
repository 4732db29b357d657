"""Tasks that belong to something with moves of its own, such as a leader's plan: they follow it.

Whatever they follow calls these within its own move, in the same transaction, and has asked by then who may. It has
the clock and says who hears of it; the task is its line among all that is handed down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import shorten
from huiyin.tasks.models import Task
from huiyin.tasks.rules.limits import NOTE_MAX
from huiyin.tasks.rules.moves import (
    FOLLOWED_CHANGED,
    FOLLOWED_DONE,
    FOLLOWED_ENDED,
    GIVEN,
    TaskMove,
    TaskPermission,
)
from huiyin.tasks.rules.states import OPEN_STATES, TaskAction, TaskState
from huiyin.tasks.services._engine import TASKS, TaskChange, TaskWorkflow, due_fact, due_instant, origin_set
from huiyin.workflow.engine import begin, move
from huiyin.workflow.moves import moves_at

_FOLLOW = TaskPermission.SYSTEM


class FollowingTasks(TaskWorkflow):
    """The same tasks, moved by what they follow: the gate and the permissions are those of the origin's move."""

    moves = {
        **moves_at(OPEN_STATES, TaskAction.FINISH, TaskMove(_FOLLOW, FOLLOWED_DONE, TaskState.DONE)),
        **moves_at(OPEN_STATES, TaskAction.CHECK, TaskMove(_FOLLOW, FOLLOWED_DONE, TaskState.CHECKED)),
        **moves_at(OPEN_STATES, TaskAction.DROP, TaskMove(_FOLLOW, FOLLOWED_ENDED, TaskState.DROPPED)),
        **moves_at(OPEN_STATES, TaskAction.ASSIGN, TaskMove(_FOLLOW, FOLLOWED_CHANGED)),
    }

    def visible_to(self, actor: Actor) -> "QuerySet[Task]":
        """All: the caller has asked for the origin."""
        return Task.objects.filter(follows=True)

    def may(self, actor: Actor, permission: TaskPermission, case: Task) -> bool:
        """Yes: the caller has asked for the origin."""
        return True


_FOLLOWING = FollowingTasks()


@dataclass(frozen=True, slots=True)
class FollowingDraft:
    """A task that follows its origin; `officer_id` None: whoever answers for the unit."""

    origin: Ref
    from_unit_id: int
    unit_id: int
    due_on: date
    officer_id: int | None = None


def task_follow(*, actor: Actor, draft: FollowingDraft, at: datetime) -> UUID:
    """Make the task of an origin, within the move that makes the origin; gives its id."""
    task = Task(
        follows=True,
        from_unit_id=draft.from_unit_id,
        given_by=actor.officer_id,
        given_at=at,
        unit_id=draft.unit_id,
        officer_id=draft.officer_id,
        due_at=due_instant(draft.due_on, None),
        state=TaskState.GIVEN if draft.officer_id is None else TaskState.TAKEN,
    )
    origin_set(task, draft.origin)
    with begin(TASKS, actor=actor, case=task, ledger=GIVEN, at=at) as change:
        change.facts["due"] = due_fact(task)
    return task.pk


def task_followed_done(
    *, actor: Actor, origin: Ref, note: str = "", waits_for_check: bool = False, at: datetime
) -> None:
    """What it follows is done. `waits_for_check`: whoever asked for it says yet that it is enough."""
    action = TaskAction.FINISH if waits_for_check else TaskAction.CHECK
    with _followed(actor, origin, action, at) as change:
        if change is not None:
            task = change.case
            task.done_at, task.done_by, task.done_note = at, actor.ref, shorten(note, NOTE_MAX)
            task.checked_at = None if waits_for_check else at


def task_followed_end(*, actor: Actor, origin: Ref, at: datetime) -> None:
    """What it follows has ended: after it was done that is its check, before that it fell away."""
    done = Task.objects.filter(origin_kind=origin.kind, origin_id=UUID(origin.key), state=TaskState.DONE).exists()
    with _followed(actor, origin, TaskAction.CHECK if done else TaskAction.DROP, at) as change:
        if change is not None and done:
            change.case.checked_at, change.case.checked_by = at, actor.officer_id


def task_followed_change(*, actor: Actor, origin: Ref, officer_id: int, at: datetime) -> None:
    """Somebody else answers for what it follows."""
    with _followed(actor, origin, TaskAction.ASSIGN, at) as change:
        if change is not None:
            change.case.officer_id = officer_id


@contextmanager
def _followed(actor: Actor, origin: Ref, action: TaskAction, at: datetime) -> Iterator[TaskChange | None]:
    """The move of the task of that origin; None where it has none, or its task has ended."""
    found = Task.objects.filter(
        origin_kind=origin.kind, origin_id=UUID(origin.key), follows=True, state__in=sorted(OPEN_STATES)
    )
    task_id = found.values_list("pk", flat=True).first()
    if task_id is None:
        yield None
        return
    with move(_FOLLOWING, actor=actor, case_id=task_id, action=action, at=at) as change:
        yield change
