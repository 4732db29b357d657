"""Who edits a unit's text modules besides whoever leads it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiyin.orgs.models.units import Unit


class TextEditor(models.Model):
    """An officer who was named to edit a unit's text modules; the right holds while they work there or below."""

    objects: ClassVar[models.Manager["TextEditor"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "unit_id", "officer_id", "named_at", "named_by", "ended_at", "ended_by",
    )  # fmt: skip

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "unit"], condition=Q(ended_at=None), name="text_editor_once"),
        ]

    def __str__(self) -> str:
        """Unit and officer."""
        return f"{self.unit_id}/{self.officer_id}"
