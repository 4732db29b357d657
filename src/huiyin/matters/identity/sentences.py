"""How the steps are said around opening who filed."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

IDENTITY: EventWordings = {
    "vault.identity.opened": (NP_("经过", "查看身份信息"), ""),
}
