"""How it is said who doesn't see a matter any more, and who does again."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

RESPONDENTS: EventWordings = {
    "matters.matter.respondent_named": (
        NP_("经过", "写明被反映方"),
        N_("%(office)s核对了这件事反映的是谁。被反映的单位和人看不到这件事项。"),
    ),
    "matters.bar.added": (NP_("经过", "信访人增加回避"), N_("您要求对一个单位或者一个人保密。")),
    "matters.bar.lifted": (NP_("经过", "信访人解除回避"), N_("您让%(whom)s又能看到这件事项。")),
    "matters.bar.lifted_at_counter": (
        NP_("经过", "凭查询码解除回避"),
        N_("%(office)s凭您的查询码解除了一项回避：%(whom)s又能看到这件事项。"),
    ),
    "matters.bar.lift_proposed": (
        NP_("经过", "请信访人确认解除"),
        N_("%(office)s认为登记时写错了，想让%(whom)s又能看到这件事项：%(reason)s。不同意的，请在期限内告诉我们。"),
    ),
    "matters.bar.lift_refused": (NP_("经过", "信访人不同意解除"), N_("您不同意解除，一切照旧。")),
    "matters.bar.slip_lifted": (
        NP_("经过", "解除写错的回避"),
        N_("您在期限内没有不同意，登记时写错的已经更正：%(whom)s又能看到这件事项。"),
    ),
}
