"""The only way in which tasks change: one function a verb, each whole in one transaction."""

from huiyin.tasks.services.check import task_check, task_drop, task_give_again, task_send_back
from huiyin.tasks.services.extension import task_ask_time, task_grant_time, task_refuse_time
from huiyin.tasks.services.following import (
    FollowingDraft,
    task_follow,
    task_followed_change,
    task_followed_done,
    task_followed_end,
)
from huiyin.tasks.services.give import TaskDraft, task_give
from huiyin.tasks.services.hand_down import HandedDownDraft, task_hand_down, task_handed_down_end
from huiyin.tasks.services.possible import task_moves_possible
from huiyin.tasks.services.work import (
    task_assign,
    task_attach,
    task_finish,
    task_release,
    task_return,
    task_take,
)

__all__ = [
    "FollowingDraft",
    "HandedDownDraft",
    "TaskDraft",
    "task_ask_time",
    "task_assign",
    "task_attach",
    "task_check",
    "task_drop",
    "task_finish",
    "task_follow",
    "task_followed_change",
    "task_followed_done",
    "task_followed_end",
    "task_give",
    "task_give_again",
    "task_grant_time",
    "task_hand_down",
    "task_handed_down_end",
    "task_moves_possible",
    "task_refuse_time",
    "task_release",
    "task_return",
    "task_send_back",
    "task_take",
]
