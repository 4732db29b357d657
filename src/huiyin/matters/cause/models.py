"""The rows of causes."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter


class Cause(models.Model):
    """What the unit found to be the cause, each time anew: the last one counts, earlier ones stay.

    `codes`: values of `CauseCode`, with blanks between them. `note` says what was found, for staff alone.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "codes", "note", "found_at", "found_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="causes", db_index=False)
    position = models.PositiveSmallIntegerField()
    codes = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    found_at = models.DateTimeField()
    found_by = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "position"], name="cause_position_once")]

    def __str__(self) -> str:
        """The codes."""
        return self.codes
