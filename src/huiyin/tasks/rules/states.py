"""States of a task and what can be done with it."""

from collections.abc import Mapping
from enum import StrEnum

from huiyin.kernel.text import N_


class TaskState(StrEnum):
    """Where a task stands. Late is no state: it is what the clock says."""

    GIVEN = "given"
    TAKEN = "taken"
    DONE = "done"
    CHECKED = "checked"
    RETURNED = "returned"
    DROPPED = "dropped"


class TaskAction(StrEnum):
    """What somebody does with a task."""

    TAKE = "take"
    ASSIGN = "assign"
    FINISH = "finish"
    RETURN = "return"
    CHECK = "check"
    SEND_BACK = "send_back"
    GIVE_AGAIN = "give_again"
    DROP = "drop"
    ASK_TIME = "ask_time"
    GRANT_TIME = "grant_time"
    REFUSE_TIME = "refuse_time"
    ATTACH = "attach"
    RELEASE = "release"


# The unit has something to do.
WORKING_STATES = frozenset({TaskState.GIVEN, TaskState.TAKEN})
# Somebody has something to do: the unit, or whoever gave it.
OPEN_STATES = WORKING_STATES | {TaskState.DONE, TaskState.RETURNED}

STATE_LABELS: Mapping[TaskState, str] = {
    TaskState.GIVEN: N_("已交办"),
    TaskState.TAKEN: N_("在办"),
    TaskState.DONE: N_("已完成"),
    TaskState.CHECKED: N_("已销号"),
    TaskState.RETURNED: N_("已退回"),
    TaskState.DROPPED: N_("已撤销"),
}

ACTION_LABELS: Mapping[TaskAction, str] = {
    TaskAction.TAKE: N_("接办"),
    TaskAction.ASSIGN: N_("安排人办"),
    TaskAction.FINISH: N_("报告完成"),
    TaskAction.RETURN: N_("退回"),
    TaskAction.CHECK: N_("验收销号"),
    TaskAction.SEND_BACK: N_("要求再办"),
    TaskAction.GIVE_AGAIN: N_("重新交办"),
    TaskAction.DROP: N_("撤销任务"),
    TaskAction.ASK_TIME: N_("申请延期"),
    TaskAction.GRANT_TIME: N_("同意延期"),
    TaskAction.REFUSE_TIME: N_("不同意延期"),
    TaskAction.ATTACH: N_("添加文件"),
    TaskAction.RELEASE: N_("交回单位"),
}
