"""How the steps are said around the reply until it is approved."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

REPLY: EventWordings = {
    "matters.reply.drafted": (NP_("经过", "起草答复"), ""),
    "matters.reply.approved": (NP_("经过", "批准答复"), ""),
    "matters.reply.returned": (NP_("经过", "退回修改"), ""),
    "matters.reply.recalled": (NP_("经过", "起草人撤回修改"), ""),
    "matters.reply.signed": (NP_("经过", "签发答复"), ""),
}
