"""Working on a matter: notes, questions and answers to the petitioner, files."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings

from huiyin.documents.selectors import file_rows, file_view
from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.refs import Ref
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action, MessageKind
from huiyin.matters.core.services.engine import MatterChange, move, office_of
from huiyin.matters.core.services.petitioner import end_waits, petitioner_move
from huiyin.matters.handover.services.shared import clocks_hear
from huiyin.matters.messages.errors import MessageMissing, NothingAsked
from huiyin.matters.messages.services.mentions import mentions_add
from huiyin.matters.models import Attachment, Message
from huiyin.matters.register.errors import FilesTooMany
from huiyin.matters.seal.errors import FileNotSealed
from huiyin.matters.seal.rules import SEALED_TEXT, sealed_message_name
from huiyin.matters.search.services.index import index_add
from huiyin.vault.services import seal_add


def matter_note(
    *,
    actor: Actor,
    matter_id: UUID,
    body: str,
    mentions: Collection[int] = (),
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down a finding; only staff see it. `mentions`: ids of colleagues who are asked to look.

    Raises MessageMissing, TextTooLong, MentionsTooMany, MentionRefused.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.NOTE, at=at, seen=seen) as change:
        mentions_add(change, message_add(change, MessageKind.NOTE, body), mentions)


def matter_ask(*, actor: Actor, matter_id: UUID, body: str, at: datetime, seen: int | None = None) -> None:
    """Ask the petitioner for more. No clock stops by it. Raises MessageMissing, TextTooLong."""
    with move(actor=actor, matter_id=matter_id, action=Action.ASK, at=at, seen=seen) as change:
        message_add(change, MessageKind.ASK, body)
        # Whoever asks has read what was written, also where it isn't the handler.
        change.matter.unread_at = None
        change.notify_petitioner()


def matter_answer(*, actor: Actor, matter_id: UUID, body: str, at: datetime, seen: int | None = None) -> None:
    """Write to the petitioner without asking for anything: the answer to whatever they have asked until now.

    Once the matter has ended only what is still unanswered can be answered. Raises MessageMissing, TextTooLong,
    NothingAsked.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ANSWER, at=at, seen=seen) as change:
        asked = list(Message.objects.filter(matter=change.matter, question__isnull=False, answered_at__isnull=True))
        if not asked and not change.matter.is_open:
            raise NothingAsked
        message_add(change, MessageKind.ANSWER, body)
        rounds = sorted(message.question or 0 for message in asked)
        for message in asked:
            message.answered_at = at
        Message.objects.bulk_update(asked, ["answered_at"])
        change.rows.extend(asked)
        # The engine lets the clock of one question hear of the step; those of the others are told here.
        for position in rounds[1:]:
            clocks_hear(change, event=change.move.event, position=position)
        # Nothing was asked: no clock hears of it.
        change.event, change.round = (change.move.event, rounds[0]) if rounds else ("", None)
        change.matter.unread_at = None
        change.notify_petitioner()


def attachment_add(
    *, actor: Actor, matter_id: UUID, file_id: UUID, is_public: bool = True, at: datetime, seen: int | None = None
) -> None:
    """Add a stored file. What the petitioner adds is theirs to see; an office's file only when it is public.

    What the petitioner adds answers what the office asked, as words would; files that come at one instant are
    notified of once. Raises FilesTooMany, FileMissing, FileNotSealed.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.ATTACH, at=at, seen=seen) as change:
        before = change.matter.attachments.count()
        if before >= settings.HUIYIN_FILES_PER_MATTER:
            raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
        file = file_view(file_id=file_id)
        if change.matter.is_sealed and not file.is_sealed:
            raise FileNotSealed
        shown = is_public or actor.kind is ActorKind.PETITIONER
        change.facts["name"] = file.name
        change.is_public = shown
        change.save(
            Attachment(
                matter=change.matter, file_id=file_id, at=at, actor=actor.ref, is_public=shown, position=before
            )
        )
        # The attachment names the file, the file's own row its content: the entry commits to both.
        change.rows.extend(file_rows(file_ids=[file_id]))
        if actor.kind is ActorKind.PETITIONER:
            end_waits(change)
            change.hear_petitioner(once=f"files-{at.isoformat()}")


def message_add(change: MatterChange, kind: MessageKind, body: str, *, question: int | None = None) -> Message:
    """Write a message as part of a step, and give it.

    `question` is its place among the petitioner's questions, if it is one. Raises MessageMissing, TextTooLong.
    """
    text = checked_text(body, field="body", most=MESSAGE_MAX)
    if not text:
        raise MessageMissing
    message = Message(
        matter=change.matter,
        at=change.at,
        kind=kind,
        actor=change.actor.ref,
        office=office_of(change.actor, change.matter),
        body=text,
        question=question,
    )
    if change.matter.is_sealed and kind not in {MessageKind.ASK, MessageKind.ANSWER}:
        # What the office writes to the petitioner has to be read without a key; all the rest goes under the seal.
        message.body = SEALED_TEXT
        name, subject = sealed_message_name(message.pk), Ref("matter", change.matter.pk)
        change.rows.append(seal_add(subject=subject, name=name, plain=text.encode(), at=change.at))
    # Nothing of a sealed matter goes into the index, not even what needs no key to be read.
    elif not change.matter.is_sealed:
        index_add(change.matter.pk, text)
    change.save(message)
    return message
