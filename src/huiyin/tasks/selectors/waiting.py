"""What waits for an officer: tasks to do, and tasks that they gave and have to decide on.

Without what follows something else: demands, recommendations and plans wait in lists of their own.
"""

from datetime import datetime

from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.tasks.models import Task
from huiyin.tasks.rules.states import WORKING_STATES
from huiyin.tasks.selectors.lists import TaskList, TaskRow, task_rows, tasks_of_list, waits_for_giver


def tasks_owed(*, actor: Actor, since: datetime | None = None) -> "QuerySet[Task]":
    """What the officer has to do, or has to give to somebody; only those given after `since`, if it is given."""
    rows = tasks_of_list(actor, TaskList.MINE).filter(state__in=sorted(WORKING_STATES), follows=False)
    return rows.filter(given_at__gt=since) if since else rows


def tasks_to_decide(*, actor: Actor) -> "QuerySet[Task]":
    """What waits for whoever gave it: done and not checked, returned, more time asked for."""
    return tasks_of_list(actor, TaskList.GIVEN).filter(waits_for_giver(), follows=False)


def task_rows_first(rows: "QuerySet[Task]", *, actor: Actor, at: datetime, most: int) -> tuple[TaskRow, ...]:
    """Lines of the first due of them."""
    found = rows.select_related("unit", "from_unit", "officer").order_by("due_at", "pk")
    return task_rows(found[:most], actor=actor, at=at)
