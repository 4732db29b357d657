"""Jobs' names in the records."""

from huiyin.jobs.services import CLEARED, FINISHED
from huiyin.kernel.text import NP_
from huiyin.ledger.names import entry_names_register

_ENTRIES = {
    FINISHED: NP_("经过", "做好文件"),
    CLEARED: NP_("经过", "清除做好的文件"),
}


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
