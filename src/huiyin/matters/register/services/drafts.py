"""Keeping what a registrar types until it is registered, without who brings it.

Drafts aren't records: nothing of their text goes into the ledger, and one that is cleared is gone.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import BinaryField, Q, QuerySet
from django.db.models.functions import Substr

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.keys import KeyMissing
from huiyin.matters.drafts.errors import MoveDraftChanged, MoveDraftGone, MoveDraftTooLong
from huiyin.matters.drafts.rules import DRAFT_MOST, DraftSeen, Typed
from huiyin.matters.models import RegisterDraft
from huiyin.matters.register.errors import RegisterDraftsMost
from huiyin.matters.register.selectors import register_draft_typed
from huiyin.vault.errors import DraftUnreadable
from huiyin.vault.services import blob_beginning, blob_encrypt

# A desk has a few that were broken off; more are a sign that nobody looks at them.
DRAFTS_MOST = 20
KEPT_FOR = timedelta(days=30)
# Who brings the matter goes to the vault when it is registered, and nowhere before.
IDENTITY_FIELDS = frozenset({"name", "phone", "address", "email", "other_name", "other_phone", "authority"})
_RENEWED_AT_ONCE = 500


@transaction.atomic
def register_draft_save(*, actor: Actor, typed: Typed, seen: DraftSeen, at: datetime) -> DraftSeen:
    """Keep what stands in the form, right or wrong, but for who brings it; gives what the page has to come back with.

    Raises NotAllowed, MoveDraftChanged, MoveDraftGone, MoveDraftTooLong, RegisterDraftsMost.
    """
    if actor.officer_id is None or not actor.holds(Role.REGISTRAR):
        raise NotAllowed
    typed = tuple((name, value) for name, value in typed if name not in IDENTITY_FIELDS)
    if sum(len(name) + len(value) for name, value in typed) > DRAFT_MOST:
        raise MoveDraftTooLong
    own = _own(actor).select_for_update()
    row = own.filter(Q(page=seen.page) if seen.id is None else Q(pk=seen.id)).first()
    if row is None:
        if seen.id is not None:
            raise MoveDraftGone
        if own.count() >= DRAFTS_MOST:
            raise RegisterDraftsMost(most=DRAFTS_MOST)
        row = RegisterDraft(owner_id=actor.officer_id, version=0)
    elif seen.page != row.page and seen.version != row.version:
        raise MoveDraftChanged
    row.blob, row.page, row.version, row.saved_at = _encrypted(row, typed), seen.page, row.version + 1, at
    row.save()
    return DraftSeen(row.page, row.version, row.pk)


def register_draft_clear(*, actor: Actor, draft_id: UUID) -> None:
    """Throw an own draft away; one that isn't there any more is no error."""
    _own(actor).filter(pk=draft_id).delete()


@contextmanager
def register_draft_sent(*, actor: Actor, seen: DraftSeen) -> Iterator[None]:
    """What happens within is the registering that the draft was for: both are done or none is."""
    with transaction.atomic():
        yield
        _own(actor).filter(Q(pk=seen.id, version=seen.version) | Q(page=seen.page)).delete()


def register_drafts_sweep(*, at: datetime) -> int:
    """Remove what nobody has gone on with for a month; gives how many."""
    return RegisterDraft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]


def register_drafts_reencrypt() -> int:
    """Encrypt with the present vault key what an older one opens, so that the older one can go; gives how many."""
    beginning = blob_beginning()
    begins = Substr("blob", 1, len(beginning), output_field=BinaryField())
    old = RegisterDraft.objects.annotate(begins=begins).exclude(begins=beginning).order_by("pk")
    renewed = 0
    for row in old[:_RENEWED_AT_ONCE]:
        try:
            typed = register_draft_typed(row)
        except (DraftUnreadable, KeyMissing):
            continue
        # By the version: what its owner keeps meanwhile is encrypted with the present key already.
        same = RegisterDraft.objects.filter(pk=row.pk, version=row.version)
        renewed += same.update(blob=_encrypted(row, typed))
    return renewed


def _own(actor: Actor) -> "QuerySet[RegisterDraft]":
    return RegisterDraft.objects.filter(owner=actor.officer_id)


def _encrypted(row: RegisterDraft, typed: Typed) -> bytes:
    content = json.dumps(typed, ensure_ascii=False, separators=(",", ":"))
    return blob_encrypt(key_token=str(row.pk), content=content.encode())
