"""How the steps are said around the end of a matter, and matters that nobody has taken."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

CLOSING: EventWordings = {
    "matters.matter.closed": (NP_("经过", "办结"), N_("事项已办结。记录会一直保留，您随时可以查看。")),
    "matters.matter.escalated": (NP_("经过", "报告负责人"), N_("还没有人承办，已经报告单位负责人。")),
}
