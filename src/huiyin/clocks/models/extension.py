"""What makes a clock end later: an itemised row, shown to the petitioner."""

from typing import ClassVar

from django.db import models

from huiyin.clocks.models.clock import Clock
from huiyin.kernel.ids import new_id


class Extension(models.Model):
    """At most one per clock. `approver` is the office that approved it, as the petitioner may read it."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "clock_id",
        "days",
        "reason",
        "approver",
        "article",
        "due_before",
        "due_after",
        "at",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="extension")
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    approver = models.CharField(max_length=120)
    article = models.CharField(max_length=120)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(due_after__gt=models.F("due_before"), days__gte=1),
                name="clocks_extension_is_later",
            ),
        ]

    def __str__(self) -> str:
        return f"+{self.days} {self.clock_id}"
