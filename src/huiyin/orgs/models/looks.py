"""When officers last looked at what is new to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class LastLook(models.Model):
    """When an officer last opened the start page, so that it can say what has come since. One row an officer.

    `begun_at` is when the present look began, `since` when the one before did. It is a bookmark of the reader's own:
    no page, list, export or entry in the ledger shows it to anybody, and nothing counts from it.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {"*": "an officer's own bookmark; it measures nobody"}

    officer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True, db_index=False
    )
    begun_at = models.DateTimeField()
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Its officer, and not when: nobody else has to know."""
        return str(self.pk)
