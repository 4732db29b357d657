"""A form that is sent is put into its draft: what was typed, and the files that came along."""

from datetime import datetime
from typing import BinaryIO, cast

from django.utils.translation import gettext

from huiyin.desk.access import DeskRequest
from huiyin.desk.matter.forms import MoveForm
from huiyin.documents.errors import StorageFull
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import parse_uuid
from huiyin.kernel.text import shorten
from huiyin.matters.drafts.rules import DraftSeen, draft_seen
from huiyin.matters.drafts.services.files import move_draft_file_add, move_draft_file_remove
from huiyin.matters.drafts.services.keeping import move_draft_save
from huiyin.web.refusals import sentence_of

_NAME_SHOWN = 60


def keep_typed(request: DeskRequest, kind: type[MoveForm], *, number: str, at: datetime) -> DraftSeen:
    """Keep what stands in the form. Raises what `move_draft_save` raises."""
    version = request.POST.get("seen", "")
    return move_draft_save(
        actor=request.actor,
        number=number,
        action=kind.action,
        typed=kind.typed_in(request.POST),
        seen=draft_seen(request.POST.get("draft", "")),
        matter_version=int(version) if version.isdecimal() else 0,
        at=at,
    )


def keep_files(request: DeskRequest, kind: type[MoveForm], kept: DraftSeen, *, at: datetime) -> list[str]:
    """Put the files that came into the draft, take out what was to go; gives what wasn't taken, and why."""
    if not kind.takes_files or kept.id is None:
        return []
    if remove := parse_uuid(request.POST.get("remove", "")):
        move_draft_file_remove(actor=request.actor, draft_id=kept.id, file_id=remove)
    troubles = []
    for upload in request.FILES.getlist("files"):
        name = upload.name or gettext("未命名文件")
        try:
            move_draft_file_add(
                actor=request.actor, draft_id=kept.id, content=cast(BinaryIO, upload.file), name=name, at=at
            )
        except (BadInput, StorageFull) as error:
            why = {"name": shorten(name, _NAME_SHOWN), "why": sentence_of(error)}
            troubles.append(gettext("“%(name)s”没有收下：%(why)s") % why)
    return troubles
