"""The rows of recommendations of the petition office."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.recommendation.rules import RecommendationKind


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
