"""The outbox's names in the records, and what the worker does for it."""

from datetime import timedelta

from huiyin.kernel.text import N_, NP_
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register
from huiyin.ledger.names import entry_names_register, subject_names_register
from huiyin.notices.rules import TRIAL_DELIVERED, TRIAL_FAILED, TRIAL_WRITTEN
from huiyin.notices.services import bells_sweep, outbox_dispatch

_ENTRIES = {
    "notices.outbox.enqueued": NP_("经过", "放入待发通知"),
    "notices.notice.ended": NP_("经过", "通知办完"),
    "notices.notice.retried": NP_("经过", "重发通知"),
    TRIAL_DELIVERED: NP_("经过", "试发送：已发出"),
    TRIAL_WRITTEN: NP_("经过", "试发送：只写进文件夹"),
    TRIAL_FAILED: NP_("经过", "试发送：没有发出去"),
}
_SUBJECTS = {"notice": N_("通知"), "outbox": N_("待发通知")}
_WORKER_PARTS = (
    WorkerPart("notices", timedelta(0), lambda at: outbox_dispatch(at=at), order=30),
    WorkerPart("bells", timedelta(days=1), lambda at: bells_sweep(at=at), order=245),
)


def register() -> None:
    """Once models are there."""
    entry_names_register(_ENTRIES)
    subject_names_register(_SUBJECTS)
    for part in _WORKER_PARTS:
        worker_part_register(part)
