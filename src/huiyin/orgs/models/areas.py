"""Areas: county, towns, villages."""

from typing import ClassVar

from django.db import models

from huiyin.orgs.rules import NAME_LENGTH


class Area(models.Model):
    """A place, as a tree; `code` is the one that the statistics office gave it, or the house's own."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "parent_id", "name", "code", "path")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=NAME_LENGTH)
    code = models.CharField(max_length=40, unique=True)
    path = models.CharField(max_length=200, db_index=True)

    def __str__(self) -> str:
        """The name."""
        return self.name
