"""The rows of how an answer reaches the petitioner."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.delivery.rules import ServiceMethod
from huiyin.matters.reply.models import Reply
from huiyin.matters.review.models import Review


class Service(models.Model):
    """How a reply or a review's opinion was served: by which way, on which day, acknowledged how.

    `late_reason` says why a day further back than the rulebook allows was written down only at `late_at`.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "reply_id", "review_id", "method", "served_on", "note", "recorded_by", "at",
        "acknowledged_on", "acknowledgement",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {"late_reason": "", "late_at": None}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="services", db_index=False)
    reply = models.OneToOneField(Reply, models.PROTECT, null=True, related_name="service")
    review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="service")
    method = models.CharField(max_length=10, choices=[(method.value, method.value) for method in ServiceMethod])
    served_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    acknowledged_on = models.DateField(null=True)
    acknowledgement = models.CharField(max_length=200, blank=True)
    late_reason = models.CharField(max_length=200, blank=True)
    late_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_of_one_letter",
                condition=Q(reply__isnull=True, review__isnull=False) | Q(reply__isnull=False, review__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["matter", "at"], name="service_of_matter")]

    def __str__(self) -> str:
        """Its way."""
        return self.method
