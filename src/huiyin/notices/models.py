"""The outbox: one row per notice, kept for good."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.notices.rules import State


class Notice(models.Model):
    """One notice to one identity or one officer; the address itself is looked up when it is sent.

    `next_try_at` is when a worker may take it (up again): for a pending notice the next try, for one that is being
    sent the end of the sender's lease, and empty once there is nothing left to do. That one column is all that the
    search for work needs, so its cost follows what is due and not what was ever sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.CharField(max_length=40)
    params = models.JSONField()
    identity_id = models.UUIDField(null=True)
    officer_id = models.BigIntegerField(null=True)
    dedupe = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=11, choices=[(state.value, state.value) for state in State])
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    claim_token = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at", "id"], name="notices_due", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["id"], name="notices_failed", condition=Q(state="failed")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notices_one_recipient",
                condition=Q(identity_id__isnull=True, officer_id__isnull=False)
                | Q(identity_id__isnull=False, officer_id__isnull=True),
            ),
            models.CheckConstraint(
                name="notices_work_has_a_time",
                condition=Q(state__in=["pending", "sending"], next_try_at__isnull=False)
                | Q(state__in=["sent", "unreachable", "failed"], next_try_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Template and state; no recipient."""
        return f"{self.template} {self.state}"
