"""How the steps are said around the first answer: accepted, declined, or led elsewhere."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

ACCEPTANCE: EventWordings = {
    "matters.matter.accepted": (NP_("经过", "受理"), N_("%(office)s决定受理，会查清事实后书面答复您。")),
    "matters.matter.declined": (NP_("经过", "不予受理"), N_("%(office)s决定不予受理：%(ground)s%(explanation)s")),
    "matters.matter.redirected": (NP_("经过", "告知另途"), N_("这件事项要走另外的途径：%(ground)s%(route)s")),
}
