"""How it is said that somebody else will work on a matter."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

RECUSAL: EventWordings = {
    "matters.matter.recused": (
        NP_("经过", "回避"),
        N_("%(office)s的一位工作人员按规定回避，不再看到、也不再办理这件事项。"),
    ),
    "matters.matter.handler_released": (
        NP_("经过", "承办人离岗"),
        N_("原来的承办人不在这个岗位了，我们正在安排别人接手。时限不变。"),
    ),
    "matters.matter.barred_left": (
        NP_("经过", "因回避更换单位"),
        N_("原来的单位按规定应当回避，现在由%(unit)s负责这件事项。时限不变。"),
    ),
}
