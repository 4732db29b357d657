"""Reading a draft; the token is the only way to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import DraftContent, draft_from_bytes
from huiyin.intake.rules.tokens import draft_id
from huiyin.vault.services import blob_decrypt


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft; once `matter_id` is there it has been sent and its content is empty."""

    content: DraftContent
    matter_id: UUID | None
    updated_at: datetime


def draft_read(*, token: str, at: datetime) -> DraftView | None:
    """The draft of this token, in one statement; None when there is none or it has expired.

    Raises DraftUnreadable, KeyMissing.
    """
    row = Draft.objects.filter(pk=draft_id(token), expires_at__gt=at).first() if token else None
    return draft_view(row, token=token) if row else None


def draft_view(row: Draft, *, token: str) -> DraftView:
    """The row, opened with its token. Raises DraftUnreadable, KeyMissing."""
    if row.matter_id:
        return DraftView(DraftContent(), row.matter_id, row.updated_at)
    return DraftView(draft_from_bytes(blob_decrypt(key_token=token, blob=bytes(row.blob))), None, row.updated_at)
