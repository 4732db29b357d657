"""Officers who stand aside from a matter (条例 Art 28)."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter


class Recusal(models.Model):
    """An officer is too near to a matter: from now on they don't see it. Declared by themselves or by who leads."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "officer_id", "declared_by", "reason", "at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="recusals", db_index=False)
    officer = models.ForeignKey("orgs.Officer", models.PROTECT, related_name="+", db_index=False)
    declared_by = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "matter"], name="recusal_once")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
