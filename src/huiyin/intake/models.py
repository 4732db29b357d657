"""Drafts of the web form. Without the token, which only the petitioner's browser has, no row can be read."""

from django.db import models


class Draft(models.Model):
    """A sealed draft. Once sent it is emptied and only leads to its receipt until `expires_at`."""

    id = models.CharField(max_length=64, primary_key=True, editable=False)
    blob = models.BinaryField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    matter_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        """Nothing but the beginning of its id."""
        return self.id[:8]
