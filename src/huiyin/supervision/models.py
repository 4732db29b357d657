"""Demands on a unit (条例 Art 40)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.models import Matter
from huiyin.supervision.rules import Trigger
from huiyin.supervision.talks.models import Talk, TalkAnswer, TalkGround, TalkMatter, TalkMeasure

__all__ = ["Supervision", "Talk", "TalkAnswer", "TalkGround", "TalkMatter", "TalkMeasure"]


class Supervision(models.Model):
    """A demand on the unit that has a matter, answered in writing by a day, listed until it is ended.

    `position` counts those of a matter from 1; the clock `supervision` has it as its round. `raised_by` None: by
    rule.
    """

    # Entries have named its rows so since before supervision was a context of its own.
    LEDGER_NAME: ClassVar[str] = "matters.Supervision"
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "trigger", "unit_id", "by_unit_id", "raised_at", "raised_by", "demand",
        "due_on", "answered_at", "answer", "answered_by", "ended_at", "end_reason", "ended_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="supervisions", db_index=False)
    position = models.PositiveSmallIntegerField()
    trigger = models.CharField(max_length=16, choices=[(trigger.value, trigger.value) for trigger in Trigger])
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    by_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    raised_at = models.DateTimeField()
    raised_by = models.BigIntegerField(null=True)
    demand = models.TextField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "matters_supervision"
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="supervision_position_once"),
            models.UniqueConstraint(
                fields=["matter", "trigger"],
                condition=Q(ended_at__isnull=True) & ~Q(trigger=Trigger.BY_HAND),
                name="supervision_by_rule_once",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], condition=Q(ended_at__isnull=True), name="supervision_of_unit"),
            models.Index(
                fields=["by_unit", "due_on"], condition=Q(ended_at__isnull=True), name="supervision_by_unit"
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
