"""The rows of what an answer promises, and the call back."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.reply.models import Reply


class PromisedStep(models.Model):
    """Something an upheld opinion promises by a day; `position` counts them within a matter."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "reply_id", "position", "text", "due_on", "done_at", "done_note", "done_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="promised_steps", db_index=False)
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="promised_steps", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_note = models.TextField(blank=True)
    done_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "position"], name="promised_step_position_once")]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"


class FollowUp(models.Model):
    """A call back after closing, with what the petitioner said."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "at", "by", "result", "words")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="follow_ups", db_index=False)
    at = models.DateTimeField()
    by = models.BigIntegerField()
    result = models.CharField(max_length=12, choices=[(result.value, result.value) for result in FollowUpResult])
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["matter", "at"], name="follow_up_of_matter")]

    def __str__(self) -> str:
        """Its result."""
        return self.result
