"""A registrar's own half-filled forms. Nobody else reads one, and nobody counts them."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.keys import KeyMissing
from huiyin.matters.drafts.errors import MoveDraftNotFound
from huiyin.matters.drafts.rules import Typed
from huiyin.matters.models import RegisterDraft
from huiyin.vault.errors import DraftUnreadable
from huiyin.vault.services import blob_decrypt


@dataclass(frozen=True, slots=True)
class RegisterDraftView:
    """A draft with what was typed; `is_readable`: the key that opens it is there."""

    id: UUID
    version: int
    saved_at: datetime
    typed: Typed = ()
    is_readable: bool = True


def register_drafts(*, actor: Actor) -> list[RegisterDraftView]:
    """The officer's own, the last saved first. One statement."""
    return [_view(row) for row in RegisterDraft.objects.filter(owner=actor.officer_id).order_by("-saved_at", "pk")]


def register_draft_of(*, actor: Actor, draft_id: UUID) -> RegisterDraftView:
    """One of the officer's own. Raises MoveDraftNotFound."""
    row = RegisterDraft.objects.filter(pk=draft_id, owner=actor.officer_id).first()
    if row is None:
        raise MoveDraftNotFound
    return _view(row)


def register_draft_typed(row: RegisterDraft) -> Typed:
    """What was typed. Raises DraftUnreadable, KeyMissing."""
    content = json.loads(blob_decrypt(key_token=str(row.pk), blob=bytes(row.blob)))
    return tuple((str(name), str(value)) for name, value in content)


def _view(row: RegisterDraft) -> RegisterDraftView:
    try:
        typed = register_draft_typed(row)
    # A page must open whatever has become of a key.
    except (DraftUnreadable, KeyMissing):
        return RegisterDraftView(row.pk, row.version, row.saved_at, is_readable=False)
    return RegisterDraftView(row.pk, row.version, row.saved_at, typed)
