"""Which moves of a task an actor can make now, and why not the others: what the service would refuse with."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.tasks.rules.errors import TaskElsewhereConflict, TaskMoveConflict, TaskMoveNotAllowed
from huiyin.tasks.rules.states import TaskAction
from huiyin.tasks.selectors.gate import task_get_for
from huiyin.tasks.services._engine import TASKS
from huiyin.workflow.engine import blocked_reason


def task_moves_possible(*, actor: Actor, task_id: UUID, at: datetime) -> Mapping[TaskAction, HuiyinError | None]:
    """The moves that the state has and the actor's posts open: None for possible now, else what stands in the way.

    Raises TaskNotFound.
    """
    task = task_get_for(actor=actor, task_id=task_id)
    found = {action: blocked_reason(TASKS, actor, task, action, at=at) for action in TaskAction}
    hidden = (TaskMoveConflict, TaskMoveNotAllowed, TaskElsewhereConflict)
    return {action: reason for action, reason in found.items() if not isinstance(reason, hidden)}
