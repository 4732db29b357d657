"""How the steps are said around registering."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings
from huiyin.matters.register.rules import CLOSED_BEFORE_KIND, RECORDED_KIND, REGISTERED_KIND

REGISTER: EventWordings = {
    REGISTERED_KIND: (NP_("经过", "登记"), N_("我们收到了您的事项，已经登记。")),
    RECORDED_KIND: (NP_("经过", "录入已有答复"), N_("这件事项此前已经答复，答复已录入。")),
    CLOSED_BEFORE_KIND: (NP_("经过", "录入已有办结"), N_("这件事项在来到本系统以前已经办结，按已办结录入。")),
}
