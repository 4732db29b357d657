"""Clocks' names in the records."""

from huiyin.kernel.text import N_, NP_
from huiyin.ledger.names import entry_names_register, subject_names_register

_ENTRIES = {
    "clocks.clock.signalled": NP_("经过", "提醒期限"),
    "clocks.rulebook.recorded": NP_("经过", "记下规则和放假安排"),
    "clocks.rulebook.accepted": NP_("经过", "接受改动过的规则"),
    "clocks.clock.started": NP_("经过", "补上期限"),
    "clocks.clock.settled": NP_("经过", "确定期限"),
    "clocks.clock.postponed": NP_("经过", "因放假顺延期限"),
    "clocks.clock.extended": NP_("经过", "延长期限"),
}
_SUBJECTS = {"clock": N_("时限"), "rulebook": N_("规则")}


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
