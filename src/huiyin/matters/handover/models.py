"""Going from unit to unit: forwarded or assigned, objected to, disputed; and units that help (条例 Arts 22-24)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.handover.rules import DisputeOutcome, HandoverMode, ObjectionOutcome


class Handover(models.Model):
    """One hand-over of a matter, with what became of it: an objection, a dispute, a closing report.

    `position` counts the hand-overs of a matter from 1; the clock of an assignment (`report`) has it as its round.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "mode", "from_unit_id", "to_unit_id", "at", "words", "report_due_on",
        "objected_at", "objection", "objected_by", "decided_at", "decision", "decision_reason", "decided_by",
        "disputed_at", "dispute", "dispute_unit_id", "settled_at", "settlement", "settlement_reason", "settled_by",
        "reported_at", "report", "reported_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="handovers", db_index=False)
    position = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, choices=[(mode.value, mode.value) for mode in HandoverMode])
    from_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    report_due_on = models.DateField(null=True)
    objected_at = models.DateTimeField(null=True)
    objection = models.TextField(blank=True)
    objected_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(
        max_length=8, blank=True, choices=[(choice.value, choice.value) for choice in ObjectionOutcome]
    )
    decision_reason = models.TextField(blank=True)
    decided_by = models.BigIntegerField(null=True)
    disputed_at = models.DateTimeField(null=True)
    dispute = models.TextField(blank=True)
    dispute_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    settlement = models.CharField(
        max_length=8, blank=True, choices=[(choice.value, choice.value) for choice in DisputeOutcome]
    )
    settlement_reason = models.TextField(blank=True)
    settled_by = models.BigIntegerField(null=True)
    reported_at = models.DateTimeField(null=True)
    report = models.TextField(blank=True)
    reported_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="handover_position_once"),
            models.CheckConstraint(
                name="handover_assigned_with_a_day",
                condition=Q(mode=HandoverMode.FORWARD, report_due_on__isnull=True)
                | Q(mode=HandoverMode.ASSIGN, report_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_decided_when_objected",
                condition=Q(decided_at__isnull=True) | Q(objected_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["dispute_unit", "matter"],
                condition=Q(dispute_unit__isnull=False, settled_at__isnull=True),
                name="handover_in_dispute",
            ),
            models.Index(
                fields=["from_unit", "matter"],
                condition=Q(objected_at__isnull=False, decided_at__isnull=True),
                name="handover_objected",
            ),
            models.Index(
                fields=["from_unit", "matter"], condition=Q(mode=HandoverMode.ASSIGN), name="handover_assigned_by"
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"


class Assist(models.Model):
    """A unit that helps the lead unit with a part, by a day of its own; the clock `assist` has `position` as round.

    `ended_at`: the lead unit needs it no more, or has what it asked for.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "unit_id", "asked_at", "asked_by", "question", "due_on", "contributed_at",
        "contribution", "contributed_by", "ended_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="assists", db_index=False)
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    question = models.TextField()
    due_on = models.DateField()
    contributed_at = models.DateTimeField(null=True)
    contribution = models.TextField(blank=True)
    contributed_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="assist_position_once"),
            models.UniqueConstraint(
                fields=["matter", "unit"], condition=Q(ended_at__isnull=True), name="assist_one_open_per_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "matter"], condition=Q(ended_at__isnull=True), name="assist_of_unit"),
            models.Index(
                fields=["unit", "matter"], condition=Q(contributed_at__isnull=False), name="assist_contributed"
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
