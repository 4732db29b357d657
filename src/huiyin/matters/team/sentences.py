"""How the steps around the team are said; to staff alone."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

TEAM: EventWordings = {
    "matters.team.named": (NP_("经过", "请人进工作专班"), ""),
    "matters.team.agreed": (NP_("经过", "同意派人进专班"), ""),
    "matters.team.ended": (NP_("经过", "退出工作专班"), ""),
}
