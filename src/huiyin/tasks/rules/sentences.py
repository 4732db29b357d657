"""How the steps of a task are called."""

from collections.abc import Mapping

from huiyin.kernel.text import NP_
from huiyin.tasks.rules import moves

STEP_NAMES: Mapping[str, str] = {
    moves.GIVEN: NP_("经过", "交办任务"),
    "tasks.task.taken": NP_("经过", "接办任务"),
    "tasks.task.assigned": NP_("经过", "安排人办任务"),
    "tasks.task.done": NP_("经过", "报告任务完成"),
    "tasks.task.returned": NP_("经过", "退回任务"),
    "tasks.task.time_asked": NP_("经过", "申请任务延期"),
    "tasks.task.time_granted": NP_("经过", "同意任务延期"),
    "tasks.task.time_refused": NP_("经过", "不同意任务延期"),
    "tasks.task.checked": NP_("经过", "任务验收销号"),
    "tasks.task.sent_back": NP_("经过", "要求再办任务"),
    "tasks.task.given_again": NP_("经过", "重新交办任务"),
    "tasks.task.dropped": NP_("经过", "撤销任务"),
    "tasks.task.file_added": NP_("经过", "给任务添加文件"),
    "tasks.task.released": NP_("经过", "承办人离开，任务交回单位"),
    moves.FOLLOWED_DONE: NP_("经过", "任务随来源完成"),
    moves.FOLLOWED_ENDED: NP_("经过", "任务随来源结束"),
    moves.FOLLOWED_CHANGED: NP_("经过", "任务随来源变动"),
}
