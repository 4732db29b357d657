"""What all steps of a petitioner have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action, MessageKind
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.linking.selectors.merged import leading_ids
from huiyin.matters.linking.services.shared import matters_lock
from huiyin.matters.models import Message


@contextmanager
def petitioner_move(
    *, actor: Actor, matter_id: UUID, action: Action, at: datetime, seen: int | None = None
) -> Iterator[MatterChange]:
    """A step after which the leading matter's line may say that there is something new. Raises as move.

    The leading one is locked first, as its own steps do: so no two steps wait for each other.
    """
    # A row's lock goes with its transaction: the leading one's has to last until the step is written.
    with transaction.atomic():
        if leading := leading_ids(matter_id):
            matters_lock(leading)
        with move(actor=actor, matter_id=matter_id, action=action, at=at, seen=seen) as change:
            yield change


def end_waits(change: MatterChange) -> None:
    """Whatever the petitioner gives, words or a file, is the answer to what the office asked."""
    asked = list(Message.objects.filter(matter=change.matter, kind=MessageKind.ASK, answered_at__isnull=True))
    if asked:
        Message.objects.filter(pk__in=[message.pk for message in asked]).update(answered_at=change.at)
    for message in asked:
        message.answered_at = change.at
    change.rows.extend(asked)
