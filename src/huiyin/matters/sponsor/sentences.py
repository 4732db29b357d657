"""How it is said that a leader answers for a matter."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

SPONSOR: EventWordings = {
    "matters.sponsor.taken": (NP_("经过", "领导包案"), N_("%(sponsor)s亲自负责这件事项，一直到办完。")),
    "matters.sponsor.milestone_reached": (NP_("经过", "包案进展"), N_("包案计划有进展：%(step)s")),
    "matters.sponsor.planned_on": (NP_("经过", "追加包案步骤"), ""),
    "matters.sponsor.ended": (NP_("经过", "结束包案"), ""),
    "matters.sponsor.handed_on": (NP_("经过", "包案领导变更"), N_("这件事项改由%(sponsor)s负责。原因：%(reason)s")),
}
