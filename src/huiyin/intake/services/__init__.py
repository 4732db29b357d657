"""The doors to drafts."""

from huiyin.intake.services.drafts import (
    draft_discard,
    draft_file_add,
    draft_file_remove,
    draft_mark_sent,
    draft_save,
    drafts_sweep,
)

__all__ = [
    "draft_discard",
    "draft_file_add",
    "draft_file_remove",
    "draft_mark_sent",
    "draft_save",
    "drafts_sweep",
]
