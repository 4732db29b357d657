"""How the steps are said around a settlement in place of an opinion."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

SETTLEMENT: EventWordings = {
    "matters.reply.settled": (NP_("经过", "起草和解（调解）协议"), ""),
}
