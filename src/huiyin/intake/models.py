"""Drafts of the web form. Without the token, which only the petitioner's browser has, no row can be read."""

from typing import ClassVar

from django.db import models


class Draft(models.Model):
    """A sealed draft. Sent, it is emptied; a row with `matter_id` leads to the receipt until `expires_at`.

    A new token makes a new row, which names in `replaces` the row before it. That one lives until somebody comes with
    the new token (an answer may be lost on the way); then it is emptied and opens nothing.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "no record yet: encrypted under a key that only whoever writes it has, and gone within a month",
    }

    id = models.CharField(max_length=64, primary_key=True, editable=False)
    blob = models.BinaryField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    matter_id = models.UUIDField(null=True)
    replaces = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        """Nothing but the beginning of its id."""
        return self.id[:8]
