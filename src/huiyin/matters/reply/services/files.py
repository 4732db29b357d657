"""Annexes of a reply: they go with its draft, are approved with it, and are public once it is served."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.conf import settings

from huiyin.documents.selectors import file_rows
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.models import Attachment, MoveDraftFile, Reply
from huiyin.matters.register.errors import FilesTooMany
from huiyin.matters.seal.errors import FileNotSealed


def annexes_attach(
    change: MatterChange, replies: Sequence[Reply], *, keep_files: Collection[UUID], draft_id: UUID | None
) -> None:
    """Give these replies, the leading matter's first, the files of the draft and those of a round that came back.

    `keep_files` are the latter. Raises FilesTooMany, FileNotSealed.
    """
    file_ids = [*_carried(change, keep_files), *draft_file_ids(change, draft_id)]
    if not file_ids:
        return
    # A draft begun before the matter was sealed could have some.
    if change.matter.is_sealed:
        raise FileNotSealed
    for reply in replies:
        _attach(change, reply, file_ids)
    # The attachments name the files, the files' own rows their contents: the entry commits to both.
    change.rows.extend(file_rows(file_ids=file_ids))


def annexes_publish(change: MatterChange, reply: Reply) -> None:
    """The reply goes out, and its files with it."""
    for attachment in Attachment.objects.filter(reply=reply, is_public=False):
        attachment.is_public = True
        change.changed(attachment)


def _attach(change: MatterChange, reply: Reply, file_ids: Sequence[UUID]) -> None:
    known = {row.file_id: row for row in Attachment.objects.filter(matter=reply.matter, file__in=file_ids)}
    before = reply.matter.attachments.count()
    fresh = [file_id for file_id in file_ids if file_id not in known]
    if before + len(fresh) > settings.HUIYIN_FILES_PER_MATTER:
        raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
    for row in known.values():
        row.reply = reply
        change.changed(row)
    for position, file_id in enumerate(fresh, start=before):
        change.save(
            Attachment(
                matter=reply.matter, file_id=file_id, at=change.at, actor=change.actor.ref, is_public=False,
                position=position, reply=reply,
            )
        )  # fmt: skip


def _carried(change: MatterChange, keep_files: Collection[UUID]) -> list[UUID]:
    """Those of these files that a round has which came back."""
    if not keep_files:
        return []
    came_back = Attachment.objects.filter(
        matter=change.matter, file__in=keep_files, is_public=False, reply__returned_at__isnull=False
    )
    return list(came_back.order_by(*Attachment.IN_ORDER).values_list("file_id", flat=True))


def draft_file_ids(change: MatterChange, draft_id: UUID | None) -> list[UUID]:
    """The files of the officer's own draft, without what the matter has already."""
    if draft_id is None:
        return []
    own = MoveDraftFile.objects.filter(
        draft=draft_id, draft__owner=change.actor.officer_id, draft__matter=change.matter
    ).order_by("position", "pk")
    found = list(own.values_list("file_id", flat=True))
    attached = Attachment.objects.filter(matter=change.matter, file__in=found) if found else ()
    known = {row.file_id for row in attached}
    return [file_id for file_id in found if file_id not in known]
