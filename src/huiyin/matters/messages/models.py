"""Whom a note asks to look."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.life import Message


class Mention(models.Model):
    """A colleague whom an internal note asks to look. It gives nobody access: that is asked of the gate alone.

    `label` is the name with unit and post as they were when the note was written.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("message_id", "officer_id", "label")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="mentions", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    label = models.CharField(max_length=200)

    message_id: UUID
    officer_id: int

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "officer"], name="mention_once")]

    def __str__(self) -> str:
        """Nobody's name."""
        return str(self.pk)
