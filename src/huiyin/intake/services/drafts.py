"""Keeping what somebody types, sealed, until it is sent or a week has passed without a key.

Drafts aren't records: nothing about them goes into the ledger, and a discarded one is gone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.documents.services import file_store, files_remove
from huiyin.intake.errors import DraftSent
from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import (
    DRAFT_DAYS,
    DRAFT_LONGEST,
    RECEIPT_HOURS,
    Change,
    DraftContent,
    DraftFile,
    draft_to_bytes,
)
from huiyin.intake.rules.tokens import draft_id
from huiyin.intake.selectors import draft_read, draft_view
from huiyin.kernel.ids import new_token
from huiyin.matters.rules.errors import FilesTooMany
from huiyin.rows import row_update
from huiyin.vault.services import blob_encrypt


def draft_save(*, token: str, changes: Mapping[str, Change], at: datetime) -> str:
    """Put what one step has typed into the draft and give the token to come back with.

    It is the same token while its draft is there, else a new one: a token whose draft was sent must never make a
    second receipt. Nothing is checked here. Raises DraftSent, DraftUnreadable.
    """
    return _merge(token, lambda content: content.with_changes(changes), at)


def draft_file_add(*, token: str, content: BinaryIO, name: str, at: datetime) -> str:
    """Keep a file and put it into the draft; gives the token as draft_save does.

    Raises FilesTooMany, DraftSent, DraftUnreadable, and as file_store does; a refused file changes nothing.
    """
    view = draft_read(token=token, at=at)
    _check_room(view.content if view else DraftContent())
    stored = file_store(content=content, name=name, at=at)
    file = DraftFile(id=stored.pk, name=stored.name, size=stored.size)

    def add(draft: DraftContent) -> DraftContent:
        _check_room(draft)
        return replace(draft, files=(*draft.files, file))

    return _merge(token, add, at)


def draft_file_remove(*, token: str, file_id: UUID, at: datetime) -> str:
    """Take a file out of the draft and off the disk; gives the token. One that isn't in it is no error.

    Raises DraftSent, DraftUnreadable.
    """
    taken_out: list[UUID] = []

    def remove(draft: DraftContent) -> DraftContent:
        taken_out.extend(file.id for file in draft.files if file.id == file_id)
        return replace(draft, files=tuple(file for file in draft.files if file.id != file_id))

    kept_under = _merge(token, remove, at)
    files_remove(file_ids=taken_out)
    return kept_under


def draft_mark_sent(*, token: str, matter_id: UUID, at: datetime) -> None:
    """Empty the draft: from now on it only leads to the receipt, for two hours."""
    row_update(
        model=Draft,
        key=draft_id(token),
        values={"matter_id": matter_id, "blob": b"", "updated_at": at, "expires_at": at + RECEIPT_HOURS},
    )


def draft_discard(*, token: str, at: datetime) -> None:
    """Start over, or the receipt has been written down: nothing is left of the draft and of its unsent files.

    Raises DraftUnreadable.
    """
    view = draft_read(token=token, at=at)
    Draft.objects.filter(pk=draft_id(token)).delete()
    if view:
        files_remove(file_ids=[file.id for file in view.content.files])


def drafts_sweep(*, at: datetime) -> int:
    """Remove what has expired; gives how many drafts. Their files are left to `flows.drafts_round`."""
    return Draft.objects.filter(expires_at__lte=at).delete()[0]


def _merge(token: str, change: Callable[[DraftContent], DraftContent], at: datetime) -> str:
    """Change the draft under its lock: an upload and a step that is being kept must not undo each other."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=draft_id(token), expires_at__gt=at).first()
        if row:
            return _write(row, token, change, at)
        fresh = new_token()
        _create(fresh, change(DraftContent()), at)
        return fresh


def _write(row: Draft, token: str, change: Callable[[DraftContent], DraftContent], at: datetime) -> str:
    view = draft_view(row, token=token)
    if view.matter_id:
        raise DraftSent
    row.blob = blob_encrypt(key_token=token, content=draft_to_bytes(change(view.content)))
    row.updated_at = at
    row.expires_at = min(at + DRAFT_DAYS, row.created_at + DRAFT_LONGEST)
    row.save(force_update=True)
    return token


def _create(token: str, content: DraftContent, at: datetime) -> None:
    Draft.objects.create(
        id=draft_id(token),
        blob=blob_encrypt(key_token=token, content=draft_to_bytes(content)),
        created_at=at,
        updated_at=at,
        expires_at=at + DRAFT_DAYS,
    )


def _check_room(content: DraftContent) -> None:
    if len(content.files) >= settings.HUIYIN_FILES_PER_MATTER:
        raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
