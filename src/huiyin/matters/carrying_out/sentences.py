"""How the steps are said around what an answer promises, and the call back."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

CARRYING_OUT: EventWordings = {
    "matters.step.done": (NP_("经过", "登记已落实"), N_("第 %(position)s 项承诺的事已经落实。")),
    "matters.matter.followed_up": (NP_("经过", "回访"), N_("%(office)s回访了您，记下的是：%(result)s。")),
    "matters.matter.reopened": (
        NP_("经过", "重新办理"),
        N_("回访时您说还没有落实，我们重新办理，答复期限从今天重新计算。"),
    ),
}
