"""The rows of teams."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.team.rules import PART_MAX


class TeamMember(models.Model):
    """An officer with a part in an owned matter; from `agreed_at` on they see it, until it has ended or they leave.

    Of a unit that the leader doesn't command somebody there agrees first. `position` counts those of a matter. The
    part is a task by `due_on`; None for those from before parts were tasks.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "officer_id", "unit_id", "part", "asked_at", "asked_by", "agreed_at",
        "agreed_by", "ended_at", "end_reason", "ended_by",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {"due_on": None}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="team", db_index=False)
    position = models.PositiveSmallIntegerField()
    officer = models.ForeignKey("orgs.Officer", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=PART_MAX)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    ended_by = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="team_member_position_once"),
            models.UniqueConstraint(
                fields=["matter", "officer"], condition=Q(ended_at__isnull=True), name="team_member_once"
            ),
        ]
        indexes = [
            models.Index(fields=["officer"], condition=Q(ended_at__isnull=True), name="team_of_officer"),
            models.Index(
                fields=["unit"], condition=Q(ended_at__isnull=True, agreed_at__isnull=True), name="team_asked_of_unit"
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
