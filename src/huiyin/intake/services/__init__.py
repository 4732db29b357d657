"""The doors to drafts."""

from huiyin.intake.services.drafts import (
    draft_discard,
    draft_file_add,
    draft_file_remove,
    draft_renew,
    draft_save,
    draft_turn_keep,
    drafts_sweep,
)
from huiyin.intake.services.tokens import draft_arrived, draft_mark_sent, receipt_renew
from huiyin.intake.services.turns import filing_use

__all__ = [
    "draft_arrived",
    "draft_discard",
    "draft_file_add",
    "draft_file_remove",
    "draft_mark_sent",
    "draft_renew",
    "draft_save",
    "draft_turn_keep",
    "drafts_sweep",
    "filing_use",
    "receipt_renew",
]
