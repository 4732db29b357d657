"""How the steps are said around the cause."""

from huiyin.kernel.text import NP_
from huiyin.matters.core.rules.wording import EventWordings

CAUSE: EventWordings = {"matters.cause.found": (NP_("经过", "记下原因"), "")}
