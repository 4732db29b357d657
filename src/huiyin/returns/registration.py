"""Returns' names in the records, and what the worker does for them."""

from datetime import timedelta

from huiyin.kernel.text import N_, NP_
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register
from huiyin.ledger.names import entry_names_register, subject_names_register
from huiyin.returns.services import slots_list

_ENTRIES = {
    "returns.scheme.begun": NP_("经过", "开始报告制度"),
    "returns.scheme.revised": NP_("经过", "修订报告制度"),
    "returns.scheme.ended": NP_("经过", "结束报告制度"),
    "returns.scheme.listed": NP_("经过", "报告列到新的一期"),
    "returns.scheme.renewed": NP_("经过", "重新排定今后的报告"),
    "returns.return.opened": NP_("经过", "列出一期报告"),
    "returns.return.sent": NP_("经过", "报告一期"),
    "returns.return.nothing_sent": NP_("经过", "报无事"),
    "returns.return.recorded": NP_("经过", "代记一期报告"),
    "returns.return.corrected": NP_("经过", "更正一期报告"),
    "returns.return.marked": NP_("经过", "标记报告事后发现"),
    "returns.return.called_off": NP_("经过", "取消一期报告"),
}
_SUBJECTS = {"return": N_("一期报告"), "return_scheme": N_("报告制度")}
_WORKER_PARTS = (WorkerPart("returns", timedelta(seconds=60), lambda at: slots_list(at=at), order=57),)


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
    for part in _WORKER_PARTS:
        worker_part_register(part)
