"""How the steps are said around giving a matter to a unit and to a handler."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

ASSIGNMENT: EventWordings = {
    "matters.matter.unit_assigned": (NP_("经过", "转交单位"), N_("事项已交给%(unit)s，由它负责答复您。时限不变。")),
    "matters.matter.handler_assigned": (NP_("经过", "指定承办人"), N_("%(office)s已安排专人承办。")),
}
