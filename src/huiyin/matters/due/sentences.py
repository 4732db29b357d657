"""How it is said that a notice of holidays moved a time limit."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

DUE: EventWordings = {
    "matters.matter.due_moved": (
        NP_("经过", "因放假安排改期限"),
        N_("放假安排公布了，这件事项有 %(count)s 个期限往后改，最近的一个是 %(day)s。"),
    ),
}
