"""Which identity of the organisation's own sign-on belongs to which account."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class SignOnLink(models.Model):
    """An identity of a sign-on system (its provider's code, and the subject there) that opens an officer's account.

    It opens nothing until somebody has agreed who isn't the person that asked; then until it is ended.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "officer_id", "provider", "subject", "asked_by_id", "asked_at", "expires_at", "agreed_by_id",
        "agreed_at", "ended_by_id", "ended_at",
    )  # fmt: skip

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_on_links")
    provider = models.CharField(max_length=30)
    subject = models.CharField(max_length=255)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    agreed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"], condition=Q(ended_at__isnull=True), name="sign_on_link_one_account"
            ),
            models.UniqueConstraint(
                fields=["officer", "provider"], condition=Q(ended_at__isnull=True), name="sign_on_link_one_identity"
            ),
            # Null where the system itself did it: `huiyin officer link`, or an installation that is being set up.
            models.CheckConstraint(
                name="sign_on_link_agreed_by_another",
                condition=Q(agreed_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        """The provider; the subject names a person elsewhere."""
        return self.provider
