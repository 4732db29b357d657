"""How a visit on the spot is said. The petitioner reads that it took place; what was found is for staff."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

FIELD_VISIT: EventWordings = {
    "matters.field_visit.recorded": (NP_("经过", "现场走访"), N_("%(office)s的人 %(day)s 到现场走访。")),
    "matters.field_visit.corrected": (
        NP_("经过", "更正走访记录"),
        N_("%(office)s更正了 %(day)s 现场走访的记录。"),
    ),
}
