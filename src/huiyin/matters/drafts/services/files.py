"""Files that go with the draft of a reply, until it is handed in or cleared."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from huiyin.documents.services import file_store, files_remove
from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.drafts.errors import DraftTakesNoFiles, MoveDraftNotFound
from huiyin.matters.drafts.rules import takes_files
from huiyin.matters.messages.selectors.files import file_ids_attached
from huiyin.matters.models import MoveDraft, MoveDraftFile
from huiyin.matters.register.errors import FilesTooMany


def move_draft_file_add(*, actor: Actor, draft_id: UUID, content: BinaryIO, name: str, at: datetime) -> None:
    """Keep a file and put it into one's own draft. Raises MoveDraftNotFound, DraftTakesNoFiles, FilesTooMany.

    And as file_store does; a refused file changes nothing.
    """
    _check_room(_own(actor, draft_id))
    # Before the transaction: it waits for the disk.
    stored = file_store(content=content, name=name, at=at)
    with transaction.atomic():
        row = _locked(actor, draft_id)
        # Again, and under the lock: two files may have come at once.
        position = _check_room(row)
        MoveDraftFile.objects.create(draft=row, file=stored, position=position)
        if not row.has_files:
            row.has_files = True
            row.save(force_update=True, update_fields=["has_files"])


def move_draft_file_remove(*, actor: Actor, draft_id: UUID, file_id: UUID) -> None:
    """Take a file out of one's own draft and off the disk; one that isn't in it is no error.

    Raises MoveDraftNotFound.
    """
    with transaction.atomic():
        found = MoveDraftFile.objects.filter(draft=_locked(actor, draft_id), file=file_id)
        taken_out = list(found.values_list("file_id", flat=True))
        found.delete()
    _off_the_disk(taken_out)


def drafts_remove(drafts: "QuerySet[MoveDraft]") -> int:
    """Remove drafts, and the files that nothing else has; gives how many drafts."""
    with transaction.atomic():
        file_ids = list(MoveDraftFile.objects.filter(draft__in=drafts).values_list("file_id", flat=True))
        counts = drafts.delete()[1]
    _off_the_disk(file_ids)
    return counts.get(MoveDraft._meta.label, 0)


def _off_the_disk(file_ids: list[UUID]) -> None:
    if file_ids:
        attached = file_ids_attached(file_ids=file_ids)
        files_remove(file_ids=[file_id for file_id in file_ids if file_id not in attached])


def _own(actor: Actor, draft_id: UUID) -> MoveDraft:
    return _found(_rows(actor).filter(pk=draft_id))


def _locked(actor: Actor, draft_id: UUID) -> MoveDraft:
    return _found(_rows(actor).select_for_update(of=("self",)).filter(pk=draft_id))


def _rows(actor: Actor) -> "QuerySet[MoveDraft]":
    return MoveDraft.objects.select_related("matter").filter(visible_through(actor), owner=actor.officer_id)


def _found(rows: "QuerySet[MoveDraft]") -> MoveDraft:
    row = rows.first()
    if row is None:
        raise MoveDraftNotFound
    return row


def _check_room(row: MoveDraft) -> int:
    """How many files it has. Raises DraftTakesNoFiles, FilesTooMany."""
    if not takes_files(Action(row.action), is_sealed=row.matter.is_sealed):
        raise DraftTakesNoFiles
    count = row.files.count()
    if count >= settings.HUIYIN_FILES_PER_MATTER:
        raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
    return count
