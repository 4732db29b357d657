"""Files of instructions and reports: the matter's, for staff alone."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from huiyin.documents.selectors import file_rows
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.drafts.selectors import draft_file_ids
from huiyin.matters.models import Attachment, Instruction, InstructionFile, InstructionReport
from huiyin.matters.register.errors import FilesTooMany
from huiyin.matters.seal.errors import FileNotSealed


def instruction_files_attach(
    change: MatterChange,
    instruction: Instruction,
    *,
    draft_id: UUID | None,
    file_ids: Sequence[UUID] = (),
    report: InstructionReport | None = None,
) -> None:
    """Give it, or the report on it, the files of the officer's own draft, or those that came in the same form.

    Raises FilesTooMany, FileNotSealed.
    """
    drafted = draft_file_ids(actor=change.actor, matter_id=change.matter.pk, draft_id=draft_id)
    found = list(dict.fromkeys((*drafted, *file_ids)))
    if not found:
        return
    # A draft begun before the matter was sealed could have some.
    if change.matter.is_sealed:
        raise FileNotSealed
    for attachment in _attached(change, found):
        change.save(InstructionFile(instruction=instruction, report=report, attachment=attachment))
    # The attachments name the files, the files' own rows their contents: the entry commits to both.
    change.rows.extend(file_rows(file_ids=found))


def _attached(change: MatterChange, file_ids: Sequence[UUID]) -> list[Attachment]:
    before = change.matter.attachments.count()
    if before + len(file_ids) > settings.HUIYIN_FILES_PER_MATTER:
        raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
    found = [
        Attachment(
            matter=change.matter, file_id=file_id, at=change.at, actor=change.actor.ref, is_public=False,
            position=position,
        )
        for position, file_id in enumerate(file_ids, start=before)
    ]  # fmt: skip
    change.save(*found)
    return found
