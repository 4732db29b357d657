"""How the steps are said around more time for the answer."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

EXTENSION: EventWordings = {
    "matters.extension.asked": (NP_("经过", "申请延期"), ""),
    "matters.extension.granted": (
        NP_("经过", "批准延期"),
        N_("%(office)s批准延长 %(days)s 天，最迟 %(day)s 答复您。原因：%(reason)s"),
    ),
    "matters.extension.refused": (NP_("经过", "不批准延期"), ""),
}
