"""How the steps are said around the simple procedure."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

PROCEDURE: EventWordings = {
    "matters.matter.made_ordinary": (
        NP_("经过", "转为普通程序"),
        N_("这件事不适合简易办理，转为普通程序。答复期限仍从受理那天算起。原因：%(reason)s"),
    ),
}
