"""The moves of a task."""

from collections.abc import Mapping
from enum import StrEnum

from huiyin.tasks.rules.states import OPEN_STATES, WORKING_STATES, TaskAction, TaskState
from huiyin.workflow.moves import Move, moves_at


class TaskPermission(StrEnum):
    """Who makes a move; what the names mean stands in `tasks/permissions.py`."""

    WORK = "work"
    MANAGE = "manage"
    GIVE = "give"
    PROVE = "prove"
    SYSTEM = "system"


class TaskNeed(StrEnum):
    """What a move requires besides state and permission."""

    OWN_MOVES = "own_moves"
    OTHERS_WORK = "others_work"
    RETURN_PERIOD = "return_period"
    EXTENSION_UNUSED = "extension_unused"
    EXTENSION_ASKED = "extension_asked"


TaskMove = Move[TaskState, TaskPermission]
_OWN = (TaskNeed.OWN_MOVES,)
_DECIDING_TIME = (TaskNeed.OWN_MOVES, TaskNeed.EXTENSION_ASKED, TaskNeed.OTHERS_WORK)
_CHECKING = (TaskNeed.OWN_MOVES, TaskNeed.OTHERS_WORK)

MOVES: Mapping[tuple[TaskState, TaskAction], TaskMove] = {
    (TaskState.GIVEN, TaskAction.TAKE): Move(
        TaskPermission.WORK, "tasks.task.taken", TaskState.TAKEN, requires=_OWN
    ),
    **moves_at(
        WORKING_STATES,
        TaskAction.ASSIGN,
        Move(TaskPermission.MANAGE, "tasks.task.assigned", TaskState.TAKEN, requires=_OWN),
    ),
    **moves_at(
        WORKING_STATES,
        TaskAction.FINISH,
        Move(TaskPermission.WORK, "tasks.task.done", TaskState.DONE, "task_done", requires=_OWN),
    ),
    **moves_at(
        WORKING_STATES,
        TaskAction.RETURN,
        Move(
            TaskPermission.MANAGE, "tasks.task.returned", TaskState.RETURNED, "task_returned",
            requires=(TaskNeed.OWN_MOVES, TaskNeed.RETURN_PERIOD),
        ),
    ),
    **moves_at(
        WORKING_STATES,
        TaskAction.ASK_TIME,
        Move(
            TaskPermission.WORK, "tasks.task.time_asked",
            requires=(TaskNeed.OWN_MOVES, TaskNeed.EXTENSION_UNUSED),
        ),
    ),
    **moves_at(
        WORKING_STATES,
        TaskAction.GRANT_TIME,
        Move(
            TaskPermission.GIVE, "tasks.task.time_granted", None, "task_due_changed",
            requires=_DECIDING_TIME,
        ),
    ),
    **moves_at(
        WORKING_STATES,
        TaskAction.REFUSE_TIME,
        Move(
            TaskPermission.GIVE, "tasks.task.time_refused",
            requires=_DECIDING_TIME,
        ),
    ),
    (TaskState.DONE, TaskAction.CHECK): Move(
        TaskPermission.GIVE, "tasks.task.checked", TaskState.CHECKED, "task_checked", requires=_CHECKING
    ),
    (TaskState.DONE, TaskAction.SEND_BACK): Move(
        TaskPermission.GIVE, "tasks.task.sent_back", TaskState.TAKEN, "task_due_changed", requires=_CHECKING
    ),
    (TaskState.RETURNED, TaskAction.GIVE_AGAIN): Move(
        TaskPermission.GIVE, "tasks.task.given_again", TaskState.GIVEN, "task_given", requires=_OWN
    ),
    **moves_at(
        OPEN_STATES,
        TaskAction.DROP,
        Move(TaskPermission.GIVE, "tasks.task.dropped", TaskState.DROPPED, "task_dropped", requires=_OWN),
    ),
    **moves_at(
        WORKING_STATES | {TaskState.DONE},
        TaskAction.ATTACH,
        Move(TaskPermission.PROVE, "tasks.task.file_added", requires=_OWN),
    ),
    (TaskState.TAKEN, TaskAction.RELEASE): Move(TaskPermission.SYSTEM, "tasks.task.released", TaskState.GIVEN),
}  # fmt: skip

GIVEN = "tasks.task.given"
# What follows from a move of the thing that a task belongs to.
FOLLOWED_DONE = "tasks.task.origin_done"
FOLLOWED_ENDED = "tasks.task.origin_ended"
FOLLOWED_CHANGED = "tasks.task.origin_changed"
