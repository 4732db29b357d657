"""How the steps are said around a settlement in place of an opinion."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import Said

SETTLEMENT: Said = {
    "matters.reply.settled": (NP_("经过", "起草和解（调解）协议"), ""),
}
