"""Handing the whole file of a closed matter to the records office by rule."""

from typing import ClassVar

from django.db import models

from huiyin.matters.core.models.matter import Matter


class Archiving(models.Model):
    """How far it has come. Whoever works on it holds `claim`; nobody else tries before `next_at`.

    The hand-over itself is recorded by `documents`; this is only who is at it, and what went wrong.
    """

    LEDGER_DERIVED: ClassVar[dict[str, str]] = dict.fromkeys(("matter_id", "next_at", "done_at"), "matters.archiving")
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = dict.fromkeys(
        ("claim", "tries", "reason"), "who is at it and what went wrong; when it is tried next is recomputed"
    )

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="archiving")
    claim = models.UUIDField()
    next_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(done_at__isnull=True), name="archiving_undone"),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.matter_id)
