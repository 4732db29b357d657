"""The doors to drafts."""

from huiyin.intake.services.drafts import (
    draft_discard,
    draft_file_add,
    draft_file_remove,
    draft_renew,
    draft_save,
    drafts_sweep,
)
from huiyin.intake.services.tokens import draft_arrived, draft_mark_sent, receipt_renew

__all__ = [
    "draft_arrived",
    "draft_discard",
    "draft_file_add",
    "draft_file_remove",
    "draft_mark_sent",
    "draft_renew",
    "draft_save",
    "drafts_sweep",
    "receipt_renew",
]
