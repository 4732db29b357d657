"""What the petitioner does after filing: write more, rate, withdraw."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.text import clean
from huiyin.matters.core.rules.states import Action, MessageKind
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.core.services.petitioner import end_waits, petitioner_move
from huiyin.matters.messages.errors import MessageRepeated
from huiyin.matters.messages.services.work import message_add
from huiyin.matters.models import Message

_REPEATED_WITHIN = timedelta(minutes=10)


def petitioner_write(*, actor: Actor, matter_id: UUID, body: str, at: datetime) -> None:
    """Add to the matter, or answer what the office asked. Raises MessageMissing, TextTooLong, MessageRepeated."""
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.WRITE, at=at) as change:
        _check_not_repeated(change, body)
        message_add(change, MessageKind.WRITTEN, body)
        end_waits(change)
        change.hear_petitioner()


def petitioner_question(*, actor: Actor, matter_id: UUID, body: str, at: datetime) -> None:
    """Ask something that wants an answer: its own clock runs until the office answers.

    It is also an answer to what the office asked: who asks back has written. Raises as petitioner_write.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.QUESTION, at=at) as change:
        _check_not_repeated(change, body)
        asked = Message.objects.filter(matter=change.matter, question__isnull=False).count()
        message_add(change, MessageKind.WRITTEN, body, question=asked + 1)
        # Each question has a clock of its own, told from the others by its place.
        change.round = asked + 1
        end_waits(change)
        change.hear_petitioner()


def _check_not_repeated(change: MatterChange, body: str) -> None:
    """A button that was pressed twice says nothing new. Raises MessageRepeated."""
    since = change.at - _REPEATED_WITHIN
    same = Message.objects.filter(matter=change.matter, kind=MessageKind.WRITTEN, body=clean(body), at__gte=since)
    # All messages under a seal have the same placeholder: each would look like a repetition.
    if not change.matter.is_sealed and same.exists():
        raise MessageRepeated
