"""How the steps around a seal are said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

SEAL: EventWordings = {
    "vault.seal.opened": (NP_("经过", "查看密封内容"), ""),
    "matters.seal.reader_added": (
        NP_("经过", "增加能看的人"),
        N_("%(office)s让%(unit)s的一位工作人员也能看您密封的内容，因为要由那里来办。"),
    ),
    "matters.seal.unsealing_asked": (
        NP_("经过", "请求解封身份"),
        N_("%(office)s有人请求看您的身份信息。要另一位能看的人同意，才能看到。用途：%(purpose)s"),
    ),
    "matters.seal.unsealing_agreed": (
        NP_("经过", "同意解封身份"),
        N_("%(office)s另一位能看的人同意了。打开以后，会写在“谁看过您的信息”里。"),
    ),
}
