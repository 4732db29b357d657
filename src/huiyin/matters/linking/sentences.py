"""How it is said that matters belong together. No petitioner reads of another one."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

LINKING: EventWordings = {
    "matters.matter.merged": (
        NP_("经过", "并入相同的事项"),
        N_("%(office)s把它和相同的事项一起办理。编号、时限和给您的答复都不变。"),
    ),
    "matters.matter.took_in": (NP_("经过", "带办相同的事项"), ""),
    "matters.matter.split": (
        NP_("经过", "分出一部分诉求"),
        N_("您的第 %(places)s 条诉求由%(unit)s单独办理和答复，另有编号 %(part)s，用同一个查询码查看。"),
    ),
    "matters.matter.parted": (
        NP_("经过", "从另一件里分出"),
        N_("这一件是从您的另一件事项里分出来的，期限从收到您那一件的那天算起。"),
    ),
    "matters.matter.unmerged": (NP_("经过", "解除合并"), N_("%(office)s改为单独办理这件事项。编号、时限不变。")),
}
