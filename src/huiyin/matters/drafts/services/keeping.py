"""Keeping what an officer types for a move until it is sent.

Drafts aren't records: nothing of their text goes into the ledger, and one that is cleared is gone.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import BinaryField, F, Q, QuerySet
from django.db.models.functions import Substr

from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.keys import KeyMissing
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import matter_ids_visible, visible_to
from huiyin.matters.drafts.errors import (
    MoveDraftChanged,
    MoveDraftGone,
    MoveDraftNotKept,
    MoveDraftTooLong,
)
from huiyin.matters.drafts.rules import DRAFT_MOST, UNSEEN_KEPT, DraftSeen, Typed, is_kept
from huiyin.matters.drafts.selectors import typed_of
from huiyin.matters.drafts.services.files import drafts_remove
from huiyin.matters.models import Event, Matter, MoveDraft
from huiyin.matters.moves import MOVES
from huiyin.matters.reply.rules import officers_of, officers_text
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.selectors import actor_for
from huiyin.vault.errors import DraftUnreadable
from huiyin.vault.services import blob_beginning, blob_encrypt

_SWEPT_AT_ONCE = 500


@transaction.atomic
def move_draft_save(
    *, actor: Actor, number: str, action: Action, typed: Typed, seen: DraftSeen, matter_version: int, at: datetime
) -> DraftSeen:
    """Keep what stands in a form, right or wrong; gives what the page has to come back with.

    `seen` is the draft that the page was made of, `matter_version` the version of the matter that it showed. Whether
    the move is open isn't asked: what was typed is kept all the same, to be copied. Raises MatterNotFound,
    MoveDraftChanged, MoveDraftGone, MoveDraftNotKept, MoveDraftTooLong.
    """
    matter = _matter(actor, number)
    if not is_kept(action, is_sealed=matter.is_sealed):
        raise MoveDraftNotKept
    if sum(len(name) + len(value) for name, value in typed) > DRAFT_MOST:
        raise MoveDraftTooLong
    row = _shown_draft(actor, matter, action, seen, matter_version)
    if row is None:
        return _begin(_officer(actor), matter, action, typed, seen, at)
    if not _is_current(row, seen):
        raise MoveDraftChanged
    row.blob, row.page, row.version, row.saved_at = _encrypted(row, typed), seen.page, row.version + 1, at
    row.writers = officers_text({*officers_of(row.writers), row.owner_id})
    row.save(force_update=True, update_fields=["blob", "page", "version", "saved_at", "writers"])
    return DraftSeen(row.page, row.version, row.pk)


def move_draft_clear(*, actor: Actor, draft_id: UUID) -> None:
    """Throw an own draft away with its files; one that isn't there any more is no error."""
    drafts_remove(_own(actor).filter(pk=draft_id))


@contextmanager
def move_draft_sent(*, actor: Actor, matter_id: UUID, action: Action, seen: DraftSeen) -> Iterator[None]:
    """What happens within is the move that the draft was for: both are done or none is.

    The draft that the sender's page showed goes; text that another window has kept since stays.
    """
    with transaction.atomic():
        yield
        shown = Q(pk=seen.id, version=seen.version) | Q(page=seen.page)
        _own(actor).filter(shown, matter=matter_id, action=action).delete()


def move_drafts_sweep(*, at: datetime) -> int:
    """Remove the drafts of archived matters, and old ones whose owners don't see the matter; gives how many.

    A draft on a matter that its owner still sees is never lost without a word.
    """
    archived = MoveDraft.objects.filter(
        matter__is_open=False,
        matter__archiving__done_at__isnull=False,
        matter__archiving__done_at__gte=F("matter__closed_at"),
    )
    gone = drafts_remove(archived)
    old = MoveDraft.objects.filter(saved_at__lt=at - UNSEEN_KEPT).order_by("saved_at", "pk")
    by_owner: dict[int, dict[UUID, UUID]] = {}
    for key, owner_id, matter_id in old.values_list("pk", "owner_id", "matter_id")[:_SWEPT_AT_ONCE]:
        by_owner.setdefault(owner_id, {})[key] = matter_id
    for owner_id, matters in by_owner.items():
        seen = _still_seen(owner_id, set(matters.values()))
        unseen = [key for key, matter_id in matters.items() if matter_id not in seen]
        gone += drafts_remove(MoveDraft.objects.filter(pk__in=unseen))
    return gone


def move_drafts_reencrypt() -> int:
    """Encrypt with the present vault key what an older one opens, so that the older one can go; gives how many."""
    beginning = blob_beginning()
    begins = Substr("blob", 1, len(beginning), output_field=BinaryField())
    renewed = 0
    for row in MoveDraft.objects.annotate(begins=begins).exclude(begins=beginning).order_by("pk")[:_SWEPT_AT_ONCE]:
        try:
            typed = typed_of(row)
        except (DraftUnreadable, KeyMissing):
            continue
        # By the version: what its owner keeps meanwhile is encrypted with the present key already.
        same = MoveDraft.objects.filter(pk=row.pk, version=row.version)
        renewed += same.update(blob=_encrypted(row, typed))
    return renewed


def _still_seen(owner_id: int, matter_ids: set[UUID]) -> set[UUID]:
    try:
        return matter_ids_visible(actor=actor_for(officer_id=owner_id), matter_ids=matter_ids)
    except OfficerNotThere:
        return set()


def _matter(actor: Actor, number: str) -> Matter:
    """Through the gate. Raises MatterNotFound."""
    matter = visible_to(actor).filter(number=number).first()
    if matter is None:
        raise MatterNotFound
    return matter


def _officer(actor: Actor) -> int:
    if actor.officer_id is None:
        raise NotAllowed
    return actor.officer_id


def _own(actor: Actor) -> "QuerySet[MoveDraft]":
    return MoveDraft.objects.filter(owner=actor.officer_id)


def _shown_draft(
    actor: Actor, matter: Matter, action: Action, seen: DraftSeen, matter_version: int
) -> MoveDraft | None:
    """The draft that the page goes on with, locked; None where it begins one."""
    of_move = _own(actor).filter(matter=matter, action=action).select_for_update()
    if seen.id is not None:
        row = of_move.filter(pk=seen.id).first()
        if row is None:
            raise MoveDraftGone
        return row
    row = of_move.filter(was_handed=False).first()
    # Kept by the page a moment ago, when the move that it was for had been made already.
    if row is None and _was_sent(actor, matter, action, matter_version):
        raise MoveDraftGone
    return row


def _was_sent(actor: Actor, matter: Matter, action: Action, version: int) -> bool:
    kinds = {move.ledger for (_state, of), move in MOVES.items() if of is action}
    sent = Event.objects.filter(matter=matter, kind__in=sorted(kinds), actor=actor.ref, version__gt=version)
    return matter.version > version and sent.exists()


def _is_current(row: MoveDraft, seen: DraftSeen) -> bool:
    """Whether the page knows the newest text: it has kept that itself, or was made of it."""
    return row.page == seen.page or (row.pk == seen.id and row.version == seen.version)


def _begin(owner: int, matter: Matter, action: Action, typed: Typed, seen: DraftSeen, at: datetime) -> DraftSeen:
    row = MoveDraft(owner_id=owner, author_id=owner, matter=matter, action=action, page=seen.page, saved_at=at)
    row.writers = officers_text([owner])
    row.blob = _encrypted(row, typed)
    MoveDraft.objects.bulk_create([row], ignore_conflicts=True)
    if not MoveDraft.objects.filter(pk=row.pk).exists():
        # Begun in this very moment. By the same page, that has all that is here; another window wasn't first.
        same = MoveDraft.objects.filter(owner=owner, matter=matter, action=action, was_handed=False, page=seen.page)
        return DraftSeen(seen.page, 1, _first_key(same))
    return DraftSeen(row.page, row.version, row.pk)


def _first_key(rows: "QuerySet[MoveDraft]") -> UUID:
    """Raises MoveDraftChanged where there is none."""
    key = rows.values_list("pk", flat=True).first()
    if key is None:
        raise MoveDraftChanged
    return key


def _encrypted(row: MoveDraft, typed: Typed) -> bytes:
    content = json.dumps(typed, ensure_ascii=False, separators=(",", ":"))
    return blob_encrypt(key_token=str(row.pk), content=content.encode())
