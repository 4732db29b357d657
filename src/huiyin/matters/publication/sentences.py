"""How the steps are said around publishing."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

PUBLICATION: EventWordings = {
    "matters.publication.agreed": (
        NP_("经过", "信访人同意公开标题和进度"),
        N_("您同意让附近的人看到标题、类别和进度。登记员看过标题才会公开。"),
    ),
    "matters.publication.stopped": (NP_("经过", "信访人收回公开"), N_("您收回了，别人不再看得到。")),
    "matters.publication.published": (
        NP_("经过", "公开标题和进度"),
        N_("%(office)s看过标题，附近的人现在看得到：%(title)s"),
    ),
}
