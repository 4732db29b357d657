"""How the steps are said around numbers and receipt codes."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

RECEIPT: EventWordings = {
    "matters.matter.code_reissued": (
        NP_("经过", "补发查询码"),
        N_(
            "%(office)s当面核对身份（%(proof)s）后补发了查询码，原来的从那时起不能再用。"
            "如果不是您本人来办的，请马上告诉我们。"
        ),
    ),
    "matters.matter.code_followed": (
        NP_("经过", "查询码随同一件事项补发"),
        N_("这件事项和分出它的、从它分出的共用一个查询码。查询码已在窗口补发，原来的不能再用。"),
    ),
}
