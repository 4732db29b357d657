"""How the steps are said around correcting what was registered."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.classification.moves import CLASSIFIED
from huiyin.matters.core.rules.wording import EventWordings

CLASSIFICATION: EventWordings = {
    CLASSIFIED: (NP_("经过", "归类"), N_("%(office)s更正了登记的内容：%(changes)s。原因：%(reason)s")),
}
