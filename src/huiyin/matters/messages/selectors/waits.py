"""What pages and lists are given of notes, files, questions and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import MessageKind
from huiyin.matters.models import Message


@dataclass(frozen=True, slots=True)
class WaitView:
    """The office waits, or has waited, for what it asked the petitioner. No time limit stands still by it."""

    id: UUID
    since: datetime
    what: str
    until: datetime | None
    days: int


def waits_of(messages: Sequence[Message], at: datetime) -> tuple[WaitView, ...]:
    """A wait for each question; `days` until it was answered, or until now."""
    return tuple(
        WaitView(
            id=message.pk,
            since=message.at,
            what=message.body,
            until=message.answered_at,
            days=(office_day(message.answered_at or at) - office_day(message.at)).days,
        )
        for message in messages
        if message.kind == MessageKind.ASK
    )
