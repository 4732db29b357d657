"""Who must not see a matter, beside those who stand in the matter's own row (条例 Arts 28, 30)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter


class FurtherRespondent(models.Model):
    """One more unit or officer who is barred from a matter, until the petitioner lifts the bar.

    The first ones stand in the matter's own row, because most matters have one at most and every page asks for it.
    `by` and `lifted_by` are actors' refs.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "unit_id", "officer_id", "at", "by", "lifted_at", "lifted_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="further_respondents", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="respondent_is_one",
                condition=Q(unit__isnull=True, officer__isnull=False) | Q(unit__isnull=False, officer__isnull=True),
            ),
            # Each also is the index by which the gate finds what bars an actor.
            models.UniqueConstraint(
                fields=["unit", "matter"], condition=Q(lifted_at__isnull=True), name="respondent_unit_once"
            ),
            models.UniqueConstraint(
                fields=["officer", "matter"], condition=Q(lifted_at__isnull=True), name="respondent_officer_once"
            ),
        ]
        indexes = [models.Index(fields=["matter"], name="respondent_of_matter")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class LiftProposal(models.Model):
    """The office believes that a bar it wrote down itself is a slip; the petitioner has time to object.

    How long is the clock `lift_objection`, whose round is `position`. Exactly one of unit and officer is set. It ends
    lifted, objected to, or because the bar is gone.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "unit_id", "officer_id", "at", "by", "reason", "ended_at", "is_lifted",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="lift_proposals", db_index=False)
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    reason = models.TextField()
    ended_at = models.DateTimeField(null=True)
    is_lifted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at__isnull=True), name="lift_proposal_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
