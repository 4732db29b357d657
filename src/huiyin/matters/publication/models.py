"""The rows of what may be shown to others nearby."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.core.rules.limits import TITLE_MAX


class Publication(models.Model):
    """That the petitioner agreed, until `stopped_at`; published once a registrar has looked at the title.

    One row a matter: who agrees again after having stopped begins anew, and the title is looked at again.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "agreed_at", "stopped_at", "title", "published_at", "published_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="publication")
    agreed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=TITLE_MAX, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["matter"], condition=Q(stopped_at=None, published_at__isnull=False), name="publication_shown"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="publication_looked_at",
                condition=Q(title="", published_at=None, published_by=None)
                | (Q(published_at__isnull=False, published_by__isnull=False) & ~Q(title="")),
            )
        ]

    def __str__(self) -> str:
        """The id: nothing of the content belongs in a log."""
        return str(self.pk)
