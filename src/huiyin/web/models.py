"""What the pages themselves keep: passes that came to an end before their time."""

from typing import ClassVar

from django.db import models


class EndedPass(models.Model):
    """Passes of this subject, or the one with this key, that were begun until then open nothing any more."""

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "gone within hours; without a row only a pass that was copied before it was ended opens again, if it is "
        "younger than half an hour",
    }

    subject = models.CharField(max_length=80, primary_key=True)
    ended_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Its subject."""
        return self.subject
