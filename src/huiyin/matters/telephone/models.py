"""Telling somebody by telephone that there is news: who left nothing else is called by the office."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.telephone.rules import CallResult


class TelephoneCall(models.Model):
    """A to-do of the unit that has the matter, open until it is done (`done_at`); one at a time for each person.

    `identity_id` is the petitioner's or a representative's, opaque. `due_on` is the day by which to call, later
    after each try that reached nobody; `tried` counts the days on which that was so.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "identity_id", "asked_at", "due_on", "tried", "tried_at", "result", "done_at", "done_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="telephone_calls", db_index=False)
    identity_id = models.UUIDField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    tried = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    result = models.CharField(
        max_length=12, blank=True, default="", choices=[(result.value, result.value) for result in CallResult]
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "identity_id"],
                condition=Q(done_at__isnull=True),
                name="telephone_call_one_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["matter", "asked_at"], name="telephone_call_of_matter"),
            models.Index(fields=["due_on", "id"], condition=Q(done_at__isnull=True), name="telephone_call_due"),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
