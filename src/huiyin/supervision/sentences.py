"""How the steps are said around supervision."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

SUPERVISION: EventWordings = {
    "matters.supervision.raised": (
        NP_("经过", "督办"),
        N_("%(by_unit)s督办这件事项，要求%(unit)s在 %(day)s前书面说明。原因：%(trigger)s。"),
    ),
    "matters.supervision.answered": (NP_("经过", "答复督办"), N_("%(unit)s已就督办作出书面说明。")),
    "matters.supervision.ended": (NP_("经过", "结束督办"), N_("%(by_unit)s结束了这次督办。")),
}
