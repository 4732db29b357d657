"""Demands on a unit, recommendations, and whether what was promised is done (条例 Arts 32, 40)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.models.matter import Matter
from huiyin.matters.models.reply import Reply
from huiyin.matters.rules.supervision import FollowUpResult, RecommendationKind, Trigger


class Supervision(models.Model):
    """A demand on the unit that has a matter, answered in writing by a day, listed until it is ended.

    `position` counts those of a matter from 1; the clock `supervision` has it as its round. `raised_by` None: by
    rule.
    """

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


class Recommendation(models.Model):
    """To a unit or body: better work, better policy, or that somebody answers for it; adopted or not, in writing."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "kind", "from_unit_id", "to_unit_id", "problem", "evidence", "proposal", "sent_at",
        "sent_by", "due_on", "replied_at", "adopted", "reply", "replied_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="recommendations", db_index=False)
    kind = models.CharField(max_length=14, choices=[(kind.value, kind.value) for kind in RecommendationKind])
    from_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    problem = models.TextField()
    evidence = models.TextField(blank=True)
    proposal = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.BigIntegerField()
    due_on = models.DateField()
    replied_at = models.DateTimeField(null=True)
    adopted = models.BooleanField(null=True)
    reply = models.TextField(blank=True)
    replied_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_unit", "due_on"], name="recommendation_to"),
            models.Index(fields=["from_unit", "sent_at"], name="recommendation_from"),
            models.Index(fields=["matter"], condition=Q(matter__isnull=False), name="recommendation_of_matter"),
        ]

    def __str__(self) -> str:
        """Its kind."""
        return self.kind


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
