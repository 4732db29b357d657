"""How supervision, promised steps and the call back are said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.rules.sentences.said import Said

SUPERVISION: Said = {
    "matters.supervision.raised": (
        NP_("经过", "督办"),
        N_("%(by_unit)s督办这件事项，要求%(unit)s在 %(day)s前书面说明。原因：%(trigger)s。"),
    ),
    "matters.supervision.answered": (NP_("经过", "答复督办"), N_("%(unit)s已就督办作出书面说明。")),
    "matters.supervision.ended": (NP_("经过", "结束督办"), N_("%(by_unit)s结束了这次督办。")),
    "matters.step.done": (NP_("经过", "登记已落实"), N_("第 %(position)s 项承诺的事已经落实。")),
    "matters.matter.followed_up": (NP_("经过", "回访"), N_("%(office)s回访了您，记下的是：%(result)s。")),
    "matters.matter.reopened": (
        NP_("经过", "重新办理"),
        N_("回访时您说还没有落实，我们重新办理，答复期限从今天重新计算。"),
    ),
}
