"""The rows of explanation meetings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.explanation.rules import AgreedBy, EndedBy, WishWay

_OPEN = Q(recorded_at__isnull=True, ended_at__isnull=True)


class ExplanationMeeting(models.Model):
    """A meeting in which the answer is explained: offered, wished for, fixed, held, or ended without one.

    `asked_at` None: the office has offered it, the petitioner hasn't said anything yet. `asked_by` is the officer who
    wrote a spoken wish down. `clock_round` tells its clock from those of other meetings, and from the one before the
    petitioner asked for another day. `other_day_at` and `other_day_note` are there while another day is to be named,
    `other_days` counts. `above_comes` None: the unit above hasn't answered. `officers` as `officers_text`, of the
    unit that explains. Of a sealed matter the petitioner's words lie under the seal.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "offered_at", "offered_by", "offer_note", "asked_at", "asked_via", "asked_by",
        "unclear", "wants_lawyer", "wants_above", "brings_companion", "clock_round", "fixed_at", "fixed_by",
        "starts_at", "place", "officers", "lawyer", "above_unit_id", "above_asked_at", "above_answered_at",
        "above_answered_by", "above_comes", "above_reason", "other_day_at", "other_day_note", "other_days",
        "held_on", "recorded_at", "recorded_by", "present", "asked", "explained", "remarked_at", "remark", "ended_at",
        "ended_by", "end_reason",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="explanations", db_index=False)
    position = models.PositiveSmallIntegerField()
    offered_at = models.DateTimeField(null=True)
    offered_by = models.BigIntegerField(null=True)
    offer_note = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_via = models.CharField(max_length=5, blank=True, choices=[(way.value, way.value) for way in WishWay])
    asked_by = models.BigIntegerField(null=True)
    unclear = models.TextField(blank=True)
    wants_lawyer = models.BooleanField(default=False)
    wants_above = models.BooleanField(default=False)
    brings_companion = models.BooleanField(default=False)
    clock_round = models.PositiveSmallIntegerField(default=0)
    fixed_at = models.DateTimeField(null=True)
    fixed_by = models.BigIntegerField(null=True)
    starts_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    officers = models.CharField(max_length=400, blank=True)
    lawyer = models.CharField(max_length=100, blank=True)
    above_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    above_asked_at = models.DateTimeField(null=True)
    above_answered_at = models.DateTimeField(null=True)
    above_answered_by = models.BigIntegerField(null=True)
    above_comes = models.BooleanField(null=True)
    above_reason = models.TextField(blank=True)
    other_day_at = models.DateTimeField(null=True)
    other_day_note = models.TextField(blank=True)
    other_days = models.PositiveSmallIntegerField(default=0)
    held_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.BigIntegerField(null=True)
    present = models.TextField(blank=True)
    asked = models.TextField(blank=True)
    explained = models.TextField(blank=True)
    remarked_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, blank=True, choices=[(by.value, by.value) for by in EndedBy])
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="explanation_position_once"),
            models.UniqueConstraint(fields=["matter"], condition=_OPEN, name="explanation_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True) | Q(ended_at__isnull=True), name="explanation_held_or_ended"
            ),
            models.CheckConstraint(
                condition=Q(fixed_at__isnull=True) | Q(asked_at__isnull=False), name="explanation_wished_first"
            ),
        ]
        indexes = [
            models.Index(
                fields=["above_unit"], condition=Q(above_unit__isnull=False), name="explanation_of_unit_above"
            )
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"


class AgreedPoint(models.Model):
    """Something that was agreed in a meeting: who does it by which day. The unit's own ones are tasks."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "meeting_id", "position", "text", "agreed_by", "due_on",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="agreed_points", db_index=False)
    meeting = models.ForeignKey(ExplanationMeeting, models.PROTECT, related_name="points", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    agreed_by = models.CharField(max_length=10, choices=[(by.value, by.value) for by in AgreedBy])
    due_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agreed_point_position_once")]

    def __str__(self) -> str:
        """Its place in the meeting."""
        return f"{self.meeting_id}/{self.position}"
