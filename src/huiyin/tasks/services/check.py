"""What the giving unit does with a task: check it, send it back, give it to another unit, drop it."""

from datetime import date, datetime, time
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.tasks.rules.errors import LaterDayRequired, TaskUnitRequired
from huiyin.tasks.rules.limits import NOTE_MAX
from huiyin.tasks.rules.states import TaskAction
from huiyin.tasks.selectors.audience import doing, managing
from huiyin.tasks.selectors.giving import unit_is_below
from huiyin.tasks.services._engine import TaskChange, due_instant, task_move


def task_check(*, actor: Actor, task_id: UUID, note: str = "", at: datetime, seen: int | None = None) -> None:
    """It is done, and somebody else than who did it has seen that (销号). Raises OwnWorkNotAllowed, TextTooLong."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.CHECK, at=at, seen=seen) as change:
        change.case.checked_at, change.case.checked_by = at, actor.officer_id
        if words := checked_text(note, field="note", most=NOTE_MAX):
            change.facts["note"] = words
        change.notify("task_checked", doing(change.case))


def task_send_back(
    *, actor: Actor, task_id: UUID, reason: str, due_on: date | None = None, at: datetime, seen: int | None = None
) -> None:
    """It isn't done: the unit goes on, until the same day or another one.

    Raises OwnWorkNotAllowed, TaskReasonRequired, TextTooLong, LaterDayRequired where its day has passed,
    ClockDayPast, ClockDayTooFar.
    """
    with task_move(actor=actor, task_id=task_id, action=TaskAction.SEND_BACK, at=at, seen=seen) as change:
        change.reason(reason)
        task = change.case
        # Left there, it would count as done; what was reported stays in its own step.
        task.done_at, task.done_by, task.done_note = None, "", ""
        if due_on is not None:
            _set_due(change, due_on, None)
        elif task.due_at <= at:
            raise LaterDayRequired
        change.restart_clock()
        change.notify("task_sent_back", doing(task))


def task_give_again(
    *,
    actor: Actor,
    task_id: UUID,
    reason: str,
    due_on: date,
    due_time: time | None = None,
    unit_id: int | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Answer a unit that has returned it: it is theirs all the same, or another unit's.

    Raises TaskReasonRequired, TextTooLong, TaskUnitRequired, ClockDayPast, ClockDayTooFar, ClockInstantPast.
    """
    with task_move(actor=actor, task_id=task_id, action=TaskAction.GIVE_AGAIN, at=at, seen=seen) as change:
        change.reason(reason)
        task = change.case
        if unit_id is not None and unit_id != task.unit_id:
            if not unit_is_below(unit_id=unit_id, above_id=task.from_unit_id):
                raise TaskUnitRequired
            task.unit_id = unit_id
        _set_due(change, due_on, due_time)
        change.restart_clock()
        # The event is of the new round: the unit may return it once more.
        change.round = task.round
        change.facts["unit"] = task.unit.name
        change.notify("task_given", managing(task.unit_id))


def task_drop(*, actor: Actor, task_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """It needn't be done any more. Raises TaskReasonRequired, TextTooLong."""
    with task_move(actor=actor, task_id=task_id, action=TaskAction.DROP, at=at, seen=seen) as change:
        change.reason(reason)
        change.case.asked_due_at = None
        change.notify("task_dropped", doing(change.case))


def _set_due(change: TaskChange, due_on: date, due_time: time | None) -> None:
    change.case.due_at, change.case.has_time = due_instant(due_on, due_time), due_time is not None
