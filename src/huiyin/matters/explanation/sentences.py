"""How an explanation meeting is said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

EXPLANATION: EventWordings = {
    "matters.explanation.offered": (
        NP_("经过", "提出开说明会"),
        N_("%(office)s提出可以当面给您解释，要不要由您决定。"),
    ),
    "matters.explanation.asked": (NP_("经过", "希望开说明会"), N_("您%(how)s提出，希望当面解释。")),
    "matters.explanation.fixed": (
        NP_("经过", "定下说明会"),
        N_("%(office)s定下说明会：%(when)s，%(place)s。"),
    ),
    "matters.explanation.invited": (
        NP_("经过", "答复说明会邀请"),
        N_("上一级单位%(unit)s答复了说明会的邀请：%(result)s。"),
    ),
    "matters.explanation.other_day": (NP_("经过", "希望说明会改时间"), N_("您希望说明会改个时间。")),
    "matters.explanation.withdrawn": (NP_("经过", "不用开说明会"), N_("您说不用开说明会。")),
    "matters.explanation.held": (NP_("经过", "开了说明会"), N_("说明会 %(day)s 开了，记录写在“当面解释”里。")),
    "matters.explanation.ended": (NP_("经过", "说明会没有开"), N_("%(office)s写明说明会没有开的原因：%(words)s")),
    "matters.explanation.remarked": (NP_("经过", "对说明会记录写了意见"), N_("您对说明会记录写了意见。")),
}
