"""How it is said that people joined a matter."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

JOINT: EventWordings = {
    "matters.joint.cosigners_added": (NP_("经过", "登记联名人"), N_("%(office)s登记了 %(count)s 位联名人。")),
    "matters.joint.representative_named": (
        NP_("经过", "登记代表"),
        N_("%(office)s登记了一位代表，代表凭自己的查询码能看到进展和答复。"),
    ),
    "matters.joint.representative_removed": (
        NP_("经过", "取消代表"),
        N_("%(office)s取消了一位代表，那张回执上的查询码不能再用。"),
    ),
}
