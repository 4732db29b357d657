"""What has been used."""

from typing import ClassVar

from django.db import models


class Use(models.Model):
    """`id` is a keyed hash of the allowance and of whose it is; `used_until` as in `rules.Allowance`."""

    LEDGER_DERIVED: ClassVar[dict[str, str]] = {"used_until": "orgs.waits"}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "id": "whose use it counts; made with a key outside the database, and whoever writes there files without it",
    }

    id = models.CharField(max_length=64, primary_key=True)
    used_until = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        """Nothing of whose it is."""
        return self.id[:8]
