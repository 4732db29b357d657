"""Reading a draft; the token is the only way to it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.db import reading
from huiyin.intake.errors import DraftMoved
from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import DraftContent, DraftMarks, DraftState, draft_from_bytes
from huiyin.intake.rules.tokens import draft_id
from huiyin.vault.services import blob_decrypt

_Columns = tuple[bytes | memoryview, UUID | None, datetime, datetime, datetime, str]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft; once `matter_id` is there it has been sent and its content is empty.

    `receipt_token` is then the token that the receipt's code is made of. `replaces` names the row whose token nobody
    needs any more, as this one has arrived.
    """

    state: DraftState
    matter_id: UUID | None
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    receipt_token: str = field(default="", repr=False)
    replaces: str = ""

    @property
    def content(self) -> DraftContent:
        """What has been typed."""
        return self.state.content

    @property
    def marks(self) -> DraftMarks:
        """Which draft it is, and which pages have kept it."""
        return self.state.marks


def draft_read(*, token: str, at: datetime) -> DraftView | None:
    """The draft of this token, in one statement; None when there is none or it has expired.

    Raises DraftMoved, DraftUnreadable, KeyMissing.
    """
    rows = _drafts_of(draft_id(token)) if token else []
    for row in rows:
        if row[4] > at:
            return _opened(*row, token=token)
    return None


def draft_view(row: Draft, *, token: str) -> DraftView:
    """The row, opened with its token. Raises DraftMoved, DraftUnreadable, KeyMissing."""
    return _opened(row.blob, row.matter_id, row.created_at, row.updated_at, row.expires_at, row.replaces, token=token)


def _opened(
    blob: bytes | memoryview,
    matter_id: UUID | None,
    created_at: datetime,
    updated_at: datetime,
    expires_at: datetime,
    replaces: str,
    *,
    token: str,
) -> DraftView:
    held = bytes(blob)
    if matter_id is None and not held:
        raise DraftMoved
    plain = blob_decrypt(key_token=token, blob=held) if held else b""
    times = created_at, updated_at, expires_at
    if matter_id:
        # The draft's own row was emptied: its receipt is made of the token itself.
        return DraftView(DraftState(), matter_id, *times, plain.decode() or token, replaces)
    return DraftView(draft_from_bytes(plain), None, *times, replaces=replaces)


@reading
def _drafts_of(
    pk: str,
) -> "QuerySet[Draft, _Columns]":
    columns = ("blob", "matter_id", "created_at", "updated_at", "expires_at", "replaces")
    return Draft.objects.filter(pk=pk).values_list(*columns)
