"""How the steps of plan periods are said; to staff alone."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

PLAN_PERIOD: EventWordings = {
    "matters.plan.added": (NP_("经过", "列入集中攻坚"), ""),
    "matters.plan.week_written": (NP_("经过", "填写每周进展"), ""),
    "matters.plan.result_written": (NP_("经过", "填写攻坚结果"), ""),
}
