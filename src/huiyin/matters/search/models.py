"""How far the search index has come."""

from typing import ClassVar

from django.db import models


class IndexProgress(models.Model):
    """How far the worker has indexed anew what an older version of the software had indexed, by version of the index.

    `place` is the last entry that was looked at: a matter's key on PostgreSQL, a row of the index on SQLite.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "how far the worker has come; the index says nothing that isn't in committed rows",
    }

    version = models.PositiveSmallIntegerField(primary_key=True)
    place = models.CharField(max_length=36, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Its version and place."""
        return f"{self.version}/{self.place}"
