"""Reading a draft; the token is the only way to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import DraftContent, draft_from_bytes
from huiyin.intake.rules.tokens import draft_id
from huiyin.rows import reading
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
    rows = _drafts_of(draft_id(token)) if token else []
    for blob, matter_id, updated_at, expires_at in rows:
        if expires_at > at:
            return _opened(blob, matter_id, updated_at, token)
    return None


def draft_view(row: Draft, *, token: str) -> DraftView:
    """The row, opened with its token. Raises DraftUnreadable, KeyMissing."""
    return _opened(row.blob, row.matter_id, row.updated_at, token)


def _opened(blob: bytes | memoryview, matter_id: UUID | None, updated_at: datetime, token: str) -> DraftView:
    if matter_id:
        return DraftView(DraftContent(), matter_id, updated_at)
    return DraftView(draft_from_bytes(blob_decrypt(key_token=token, blob=bytes(blob))), None, updated_at)


@reading
def _drafts_of(pk: str) -> "QuerySet[Draft, tuple[bytes | memoryview, UUID | None, datetime, datetime]]":
    return Draft.objects.filter(pk=pk).values_list("blob", "matter_id", "updated_at", "expires_at")
