"""What one person proposes and another has to agree to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiyin.kernel.actor import Role
from huiyin.orgs.grant_rules import GRANT_REASON_LENGTH, GrantKind, GrantState
from huiyin.orgs.models.units import Post, Unit


class Grant(models.Model):
    """A post for an officer, or reading what is sealed in a unit; nothing of it holds before somebody has agreed.

    `role` is the post's at the time of the proposal, `holder` who held it then. `proposed_by` is empty for the
    system, `decided_by` too: what was granted while the installation was being set up, and what lapsed.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "kind", "unit_id", "post_id", "role", "officer_id", "holder_id", "proposed_by_id", "proposed_at",
        "expires_at", "state", "decided_by_id", "decided_at", "reason",
    )  # fmt: skip

    kind = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="grants")
    role = models.CharField(max_length=20, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=GRANT_REASON_LENGTH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="grant_waiting", condition=Q(state="waiting"))]
        constraints = [
            models.CheckConstraint(name="grant_kind_known", condition=Q(kind__in=[kind.value for kind in GrantKind])),
            models.CheckConstraint(
                name="grant_state_known", condition=Q(state__in=[state.value for state in GrantState])
            ),
            models.CheckConstraint(
                name="grant_post_if_of_post",
                condition=Q(kind="post", post__isnull=False, role__in=[role.value for role in Role])
                | Q(kind="reader", post=None, role=""),
            ),
            models.CheckConstraint(
                name="grant_takes_two",
                condition=Q(decided_by=None)
                | ~Q(state="agreed")
                | (~Q(decided_by=F("officer")) & (Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")))),
            ),
            models.UniqueConstraint(
                fields=["post", "officer"], condition=Q(state="waiting"), name="grant_of_post_waits_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "officer"],
                condition=Q(kind="reader", state="waiting"),
                name="grant_of_reader_waits_once",
            ),
        ]

    def __str__(self) -> str:
        """What and where it stands."""
        return f"{self.kind} {self.state}"
