"""Pictures for HEIC photos that were kept before there were any: each photo is tried once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.documents.models import StoredFile
from huiyin.documents.rules.media_types import HEIC
from huiyin.documents.services.store import picture_store
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append

MADE = "documents.picture.made"


def photos_without_picture(*, after: UUID | None = None, limit: int) -> list[UUID]:
    """The next photos that have no picture and that nobody has tried since, in the order of their ids."""
    found = StoredFile.objects.filter(media_type=HEIC.name, picture=None, picture_tried_at=None).order_by("pk")
    return list((found.filter(pk__gt=after) if after else found).values_list("pk", flat=True)[:limit])


def picture_add(*, actor: Actor, file_id: UUID, subject: Ref, at: datetime) -> bool:
    """Make one photo's picture and put it beside it, with an entry about `subject`; False where none can be made.

    Takes seconds: call it outside a transaction. Tried once, whatever comes of it. Raises StorageFull.
    """
    picture = picture_store(photo_id=file_id, at=at)
    with transaction.atomic():
        waiting = StoredFile.objects.filter(pk=file_id, picture=None, picture_tried_at=None)
        if waiting.update(picture=picture, picture_tried_at=at) != 1:
            return _not_needed(picture)
        if picture is None:
            return False
        rows: Sequence[StoredFile] = [StoredFile.objects.get(pk=file_id), picture]
        entry_append(kind=MADE, subject=subject, at=at, actor=actor.ref, facts={"file": str(file_id)}, rows=rows)
    return True


def _not_needed(picture: StoredFile | None) -> bool:
    """Another worker was faster: its picture stays, this row goes, and the sweep takes the content."""
    if picture is not None:
        picture.delete()
    return False
