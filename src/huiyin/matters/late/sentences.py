"""How the steps are said around late matters and the petitioner's reminder."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings
from huiyin.matters.late.rules import URGED_KIND

LATE: EventWordings = {
    URGED_KIND: (NP_("经过", "信访人催办"), N_("您催办了，已经告诉%(units)s。")),
}
