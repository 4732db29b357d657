"""Working on a matter: notes, questions to the petitioner, files."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.documents.selectors import file_rows, file_view
from huiyin.kernel.actor import Actor, ActorKind
from huiyin.matters.models import Attachment, Message
from huiyin.matters.rules.errors import FileNotSealed, FilesTooMany, MessageMissing
from huiyin.matters.rules.registration import MESSAGE_MAX, checked_text
from huiyin.matters.rules.sealed import SEALED_TEXT, sealed_message_name
from huiyin.matters.rules.states import Action, MessageKind
from huiyin.matters.services._engine import Step, office_of, step
from huiyin.matters.services._index import index_add
from huiyin.vault.services import seal_add


def matter_note(*, actor: Actor, matter_id: UUID, body: str, at: datetime, seen: int | None = None) -> None:
    """Write down a finding; only staff see it. Raises MessageMissing, TextTooLong."""
    with step(actor=actor, matter_id=matter_id, action=Action.NOTE, at=at, seen=seen) as taken:
        message_add(taken, MessageKind.NOTE, body)


def matter_ask(*, actor: Actor, matter_id: UUID, body: str, at: datetime, seen: int | None = None) -> None:
    """Ask the petitioner for more. No clock stops by it. Raises MessageMissing, TextTooLong."""
    with step(actor=actor, matter_id=matter_id, action=Action.ASK, at=at, seen=seen) as taken:
        message_add(taken, MessageKind.ASK, body)
        taken.tell_petitioner()


def attachment_add(
    *, actor: Actor, matter_id: UUID, file_id: UUID, is_public: bool = True, at: datetime, seen: int | None = None
) -> None:
    """Add a stored file. What the petitioner adds is theirs to see; an office's file only when it is public.

    Raises FilesTooMany, FileMissing, FileNotSealed.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.ATTACH, at=at, seen=seen) as taken:
        if taken.matter.attachments.count() >= settings.HUIYIN_FILES_PER_MATTER:
            raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
        file = file_view(file_id=file_id)
        if taken.matter.is_sealed and not file.is_sealed:
            raise FileNotSealed
        shown = is_public or actor.kind is ActorKind.PETITIONER
        taken.facts["name"] = file.name
        taken.is_public = shown
        taken.save(Attachment(matter=taken.matter, file_id=file_id, at=at, actor=actor.ref, is_public=shown))
        # The attachment names the file, the file's own row its content: the entry commits to both.
        taken.rows.extend(file_rows(file_ids=[file_id]))


def message_add(taken: Step, kind: MessageKind, body: str) -> None:
    """Write a message as part of a step. Raises MessageMissing, TextTooLong."""
    text = checked_text(body, field="body", most=MESSAGE_MAX)
    if not text:
        raise MessageMissing
    message = Message(
        matter=taken.matter,
        at=taken.at,
        kind=kind,
        actor=taken.actor.ref,
        office=office_of(taken.actor, taken.matter),
        body=text,
    )
    if taken.matter.is_sealed and kind is not MessageKind.ASK:
        # What the office asks is for the petitioner to read, who has no key; everything else goes under the seal.
        message.body = SEALED_TEXT
        name, subject = sealed_message_name(message.pk), f"matter:{taken.matter.pk}"
        taken.rows.append(seal_add(subject=subject, name=name, plain=text.encode(), at=taken.at))
    elif not taken.matter.is_sealed:
        index_add(taken.matter.pk, text)
    taken.save(message)
