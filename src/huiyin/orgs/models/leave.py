"""Who is away, and who does their work meanwhile."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Leave(models.Model):
    """An officer is away from one day to another, both counted; the deputy holds their posts besides their own.

    `ended_on` is the first day on which it holds no more, when it was ended before its time.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "officer_id", "deputy_id", "starts_on", "ends_on", "set_by", "set_at", "ended_on",
    )  # fmt: skip

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="leaves")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = models.BigIntegerField()
    set_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="leave_has_a_length", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="leave_deputy_is_another", condition=~Q(deputy=F("officer"))),
        ]
        indexes = [models.Index(fields=["deputy", "ends_on"], name="leave_of_deputy")]

    def __str__(self) -> str:
        """Its days."""
        return f"{self.starts_on} to {self.ends_on}"
