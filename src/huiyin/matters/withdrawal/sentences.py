"""How the steps are said around withdrawing a matter."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

WITHDRAWAL: EventWordings = {
    "matters.matter.withdrawn": (NP_("经过", "信访人撤回"), N_("您撤回了这件事项。以后需要，可以重新提交。")),
}
