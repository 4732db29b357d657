"""What the pages themselves keep: passes that came to an end before their time."""

from django.db import models


class EndedPass(models.Model):
    """Passes of this subject, or the one with this key, that were begun until then open nothing any more."""

    subject = models.CharField(max_length=80, primary_key=True)
    ended_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Its subject."""
        return self.subject
