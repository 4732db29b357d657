"""How going from unit to unit is said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

HANDOVER: EventWordings = {
    "matters.handover.objected": (
        NP_("经过", "提出异议"),
        N_("%(unit)s认为这件事不由它负责，已向转来的单位说明理由。答复以前仍由它办理，时限不变。"),
    ),
    "matters.handover.taken_back": (
        NP_("经过", "同意退回"),
        N_("转来的单位同意收回，现在由%(unit)s负责答复您。时限不变。"),
    ),
    "matters.handover.objection_refused": (
        NP_("经过", "不同意退回"),
        N_("转来的单位看过理由，没有同意收回，仍由%(unit)s负责答复您。"),
    ),
    "matters.handover.disputed": (
        NP_("经过", "提请上级裁定"),
        N_("%(unit)s仍认为不由它负责，已请%(above)s决定。决定以前仍由它办理，时限不变。"),
    ),
    "matters.handover.dispute_settled": (
        NP_("经过", "上级裁定"),
        N_("%(above)s已经决定，由%(unit)s负责答复您。时限不变。"),
    ),
    "matters.handover.escalated": (
        NP_("经过", "多次转交"),
        N_("这件事项已经转过 %(times)s 次，已报告%(above)s的负责人。"),
    ),
    "matters.handover.reported": (NP_("经过", "报告办理结果"), ""),
    "matters.assist.asked": (
        NP_("经过", "请单位协办"),
        N_("%(office)s请%(unit)s协助办理。答复您的仍是%(lead)s。"),
    ),
    "matters.assist.contributed": (NP_("经过", "协办单位答复"), N_("%(unit)s已经办完请它协助的部分。")),
    "matters.assist.ended": (NP_("经过", "结束协办"), ""),
}
