"""A last day that has become a day off since: the clock ends on the next working day."""

from typing import ClassVar

from django.db import models

from huiyin.clocks.models.clock import Clock
from huiyin.kernel.ids import new_id


class Postponement(models.Model):
    """One for each time a notice of holidays moved a clock; only ever to a later day, and never changed."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "clock_id", "due_before", "due_after", "at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="postponements")
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "due_before"], name="clocks_postponement_once"),
            models.CheckConstraint(
                # Made before the day had passed: being late isn't undone by a holiday that is announced afterwards.
                condition=models.Q(due_after__gt=models.F("due_before"), at__lte=models.F("due_before")),
                name="clocks_postponement_is_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_before:%Y-%m-%d} → {self.due_after:%Y-%m-%d} {self.clock_id}"
