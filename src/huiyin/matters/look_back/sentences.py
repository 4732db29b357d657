"""How the steps of looking back are said; to staff alone."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

LOOK_BACK: EventWordings = {
    "matters.look_back.written": (NP_("经过", "回头看"), ""),
    "matters.look_back.explained": (NP_("经过", "对回头看作说明"), ""),
}
