"""What an event of a clock is called on the page of the rules."""

from django.utils.translation import gettext

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.rules.states import Action
from huiyin.matters.moves import MOVES

# Those that no move causes by itself, and those that a move's own name says less well.
_WORDS = {
    "registered": N_("登记"),
    "by_hand": N_("定下日期"),
    "accepted": N_("受理"),
    "handed_on": N_("转给别的单位"),
    "taken_back": N_("转来的单位收回"),
    "simple_chosen": N_("决定用简易程序"),
    "simple_accepted": N_("按简易程序受理"),
    "unit_assigned": N_("交给承办单位"),
    "posted": N_("寄出答复"),
    "served": N_("您收到答复"),
    "reply_drafted": N_("写好答复"),
    "supervised": N_("发出督办"),
    "recommended": N_("提出建议"),
    "recommendation_replied": N_("答复建议"),
    "task_given": N_("交办任务"),
    "task_done": N_("报告完成"),
    "task_checked": N_("验收销号"),
    "task_returned": N_("退回任务"),
    "task_due_changed": N_("任务改期"),
    "task_dropped": N_("撤销任务"),
    "instructed": N_("登记上级交办"),
    "instruction_reported": N_("报告上级"),
    "explanation_moved": N_("请改说明会的时间"),
    "steps_ended": N_("答应的事都办完"),
    "return_sent": N_("单位报告"),
    "return_called_off": N_("不用再报告"),
}


def event_words() -> dict[str, str]:
    """Each event that a move causes or the list above names, translated."""
    actions: dict[str, list[Action]] = {}
    for (_state, action), move in MOVES.items():
        if move.event and action not in actions.setdefault(move.event, []):
            actions[move.event].append(action)
    words = {event: _joined([gettext(ACTION_LABELS[action]) for action in found]) for event, found in actions.items()}
    return words | {event: gettext(word) for event, word in _WORDS.items()}


def _joined(words: list[str]) -> str:
    return gettext("、").join(words)
