"""How the steps are said around the petitioner's rating."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

RATING: EventWordings = {
    "matters.matter.rated": (NP_("经过", "信访人评价"), N_("您作了评价，谢谢。")),
}
