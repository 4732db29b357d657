"""How it is said that matters belong together. No petitioner reads of another one."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.rules.sentences.said import Said

LINK: Said = {
    "matters.matter.merged": (
        NP_("经过", "并入相同的事项"),
        N_("%(office)s把它和相同的事项一起办理。编号、时限和给您的答复都不变。"),
    ),
    "matters.matter.took_in": (NP_("经过", "带办相同的事项"), ""),
    "matters.matter.unmerged": (NP_("经过", "解除合并"), N_("%(office)s改为单独办理这件事项。编号、时限不变。")),
}
