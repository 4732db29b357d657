"""More time for a task: asked for once, before its day, and decided by who gave it."""

from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.tasks.rules.errors import LaterDayRequired
from huiyin.tasks.rules.states import TaskAction
from huiyin.tasks.selectors.audience import doing, giving
from huiyin.tasks.services._engine import due_fact, due_instant, task_move


def task_ask_time(
    *, actor: Actor, task_id: UUID, due_on: date, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Ask for a later day. Raises LaterDayRequired, TaskReasonRequired, TextTooLong, and what the move requires."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.ASK_TIME, at=at, seen=seen) as change:
        task = change.case
        change.reason(reason)
        if due_on <= office_day(task.due_at):
            raise LaterDayRequired
        task.asked_due_at, task.asked_by = due_instant(due_on, None), actor.officer_id
        change.facts["due"] = due_on.isoformat()
        change.notify("task_time_asked", giving(task))


def task_grant_time(*, actor: Actor, task_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Agree: the day is the one that was asked for. Raises OwnWorkNotAllowed for whoever asked."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.GRANT_TIME, at=at, seen=seen) as change:
        task = change.case
        # More time is asked for by the day, without an hour.
        task.due_at, task.has_time = task.asked_due_at or task.due_at, False
        task.asked_due_at, task.extended_at = None, at
        change.restart_clock()
        change.notify("task_time_decided", doing(task))


def task_refuse_time(*, actor: Actor, task_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """The day stays as it is. Raises TaskReasonRequired, TextTooLong."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.REFUSE_TIME, at=at, seen=seen) as change:
        change.reason(reason)
        change.case.asked_due_at = None
        change.facts["due"] = due_fact(change.case)
        change.notify("task_time_decided", doing(change.case))
