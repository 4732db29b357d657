"""What a registrar has typed and not registered yet. It is no record: nothing of it goes into the ledger."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from huiyin.kernel.ids import new_id


class RegisterDraft(models.Model):
    """A half-filled form for registering; encrypted, and read by its owner alone. Who brings the matter isn't in it.

    `page` is the page that has kept it last, `version` counts what was kept.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "no record yet: a registrar's own words until they are registered, and gone after a month",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    blob = models.BinaryField()
    page = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "page"], name="register_draft_once")]

    def __str__(self) -> str:
        """Its id: whose it is and what it says is the owner's business."""
        return str(self.pk)
