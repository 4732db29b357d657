"""Who was told that a matter is late: a unit and the sort of its officers, never a person."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.late.rules import NoticeRole


class LateNotice(models.Model):
    """Of one clock at one instant: the petitioner reads from these who knows."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "clock", "round", "unit_id", "role", "at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="late_notices", db_index=False)
    clock = models.CharField(max_length=32)
    round = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in NoticeRole])
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["matter", "at"], name="late_notice_of_matter")]

    def __str__(self) -> str:
        """The clock and the sort, and nothing else."""
        return f"{self.clock} {self.role}"
