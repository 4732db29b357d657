"""Which matters have been handed to the records office, and what was handed over."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id


class CaseArchive(models.Model):
    """One hand-over of a whole file. `manifest` is the SHA-256 of the list of all files in it."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "subject", "manifest", "made_at", "actor")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=60, db_index=True)
    manifest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    def __str__(self) -> str:
        """The subject."""
        return self.subject
