"""More time, asked for and decided (条例 Art 34)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter


class ExtensionAsk(models.Model):
    """The handler asks for more days with a reason; the head of the unit decides. Granted, the clock has the row."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "clock", "days", "reason", "asked_at", "asked_by", "decided_at", "decided_by", "granted",
        "decision_reason",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="extension_asks", db_index=False)
    clock = models.CharField(max_length=32)
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    granted = models.BooleanField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(decided_at__isnull=True), name="extension_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                name="extension_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
        ]
        indexes = [models.Index(fields=["matter", "asked_at"], name="extension_ask_of_matter")]

    def __str__(self) -> str:
        """How many days."""
        return f"+{self.days}"
