"""Who hears of a task that is due or late, and of one that a unit has returned."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from huiyin.clocks.selectors import ClockSignal
from huiyin.kernel.time import office_day
from huiyin.notices.services import NoticeDraft
from huiyin.orgs.selectors import leaders_of
from huiyin.tasks.models import Task
from huiyin.tasks.rules.states import WORKING_STATES, TaskState
from huiyin.tasks.rules.timed import DUE_CLOCK
from huiyin.tasks.selectors.audience import doing, giving, task_audience
from huiyin.tasks.selectors.paths import task_path
from huiyin.workflow.reminders import Reminder, ReminderOwner

# So many days after its day the giving unit hears of it, too.
_GIVER_AFTER = 7


def _find(task_ids: Collection[UUID]) -> Mapping[UUID, Task]:
    return Task.objects.in_bulk(list(task_ids))


def _remind(signal: ClockSignal, task: Task, at: datetime) -> Reminder | None:
    if signal.code == DUE_CLOCK:
        # The task may have been read before somebody finished it.
        return _of_due_day(signal, task, at) if task.state in WORKING_STATES else None
    if task.state != TaskState.RETURNED:
        return None
    officers = giving(task) + (leaders_of(unit_id=task.from_unit_id) if signal.escalate else [])
    return Reminder(_notices("task_return_waits", signal, task, officers, at))


def _of_due_day(signal: ClockSignal, task: Task, at: datetime) -> Reminder:
    """To who does it; where it escalates to the unit's leader, later on to who gave it."""
    officers = doing(task)
    if signal.escalate:
        officers += leaders_of(unit_id=task.unit_id)
        officers += giving(task) if signal.offset >= _GIVER_AFTER else []
    template = "task_late" if signal.offset > 0 else "task_due_soon"
    return Reminder(_notices(template, signal, task, officers, at))


def _notices(
    template: str, signal: ClockSignal, task: Task, officer_ids: Collection[int], at: datetime
) -> list[NoticeDraft]:
    return [
        NoticeDraft(
            template=template,
            dedupe=signal.dedupe(officer_id),
            at=at,
            officer_id=officer_id,
            params={"path": task_path(task.pk), "due_on": office_day(signal.due_at).isoformat()},
        )
        for officer_id in task_audience(task, officer_ids=officer_ids, on=office_day(at))
    ]


OWNER = ReminderOwner(find=_find, remind=_remind)
