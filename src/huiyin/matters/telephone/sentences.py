"""How telling by telephone is said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

TELEPHONE: EventWordings = {
    "matters.call.asked": (NP_("经过", "转为电话告知"), N_("您只留了电话，%(unit)s会打电话告诉您有新进展。")),
    "matters.call.recorded": (NP_("经过", "登记电话告知"), N_("%(office)s给您打了电话，记下的是：%(result)s。")),
}
