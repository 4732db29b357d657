"""What a leader has read and written (A4). About leaders as holders of an office; nothing counts who complained."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.reading.rules import OFFICE_MAX


class LeaderReading(models.Model):
    """A leader has read a matter (阅), once. `office` is unit and post, `unit` the unit that they led."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "officer_id", "unit_id", "office", "read_at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="readings", db_index=False)
    officer = models.ForeignKey("orgs.Officer", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    office = models.CharField(max_length=OFFICE_MAX)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "officer"], name="leader_reading_once")]
        indexes = [models.Index(fields=["unit", "read_at"], name="leader_reading_of_unit")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class Remark(models.Model):
    """What a leader wrote on a matter (批示), for a unit or an officer of it: a task comes of it, no decision.

    `position` counts from 1. `unit` and `to_officer` are whom it is for, `from_unit` is where they lead.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "officer_id", "from_unit_id", "office", "words", "unit_id", "to_officer_id",
        "due_on", "made_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="remarks", db_index=False)
    position = models.PositiveSmallIntegerField()
    officer = models.ForeignKey("orgs.Officer", models.PROTECT, related_name="+", db_index=False)
    from_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    office = models.CharField(max_length=OFFICE_MAX)
    words = models.TextField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    to_officer = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    due_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "position"], name="remark_position_once")]
        indexes = [
            models.Index(fields=["unit", "made_at"], name="remark_for_unit"),
            models.Index(fields=["from_unit", "made_at"], name="remark_from_unit"),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
