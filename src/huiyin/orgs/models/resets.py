"""How an officer comes to a password that nobody else knows, and how their mail address changes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiyin.orgs.grant_rules import ResetWay


class PasswordReset(models.Model):
    """One chance to set a password: by a link that goes to the officer's address, or by a code handed over in person.

    The link's token is stored nowhere; of the code there is a SHA-256 once somebody has taken it to hand it over.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "officer_id", "way", "asked_by_id", "asked_at", "expires_at", "handed_by_id", "handed_at", "digest",
        "ended_at", "was_used",
    )  # fmt: skip

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="resets")
    way = models.CharField(max_length=10)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    handed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    was_used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at__isnull=True), name="reset_one_at_a_time"
            ),
            models.CheckConstraint(name="reset_way_known", condition=Q(way__in=[way.value for way in ResetWay])),
            models.CheckConstraint(
                name="reset_not_handed_to_oneself",
                condition=Q(handed_by__isnull=True) | ~Q(handed_by=F("officer")),
            ),
        ]

    def __str__(self) -> str:
        """The way; nothing secret."""
        return self.way


class AddressChange(models.Model):
    """Another mail address that an administrator has typed: the old one holds until the waiting time is over."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "officer_id", "email", "asked_by_id", "asked_at", "holds_from", "ended_at", "ended_by_id", "was_made",
    )  # fmt: skip

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="address_changes")
    email = models.EmailField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    holds_from = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    was_made = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at__isnull=True), name="address_change_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        """When it holds."""
        return self.holds_from.isoformat()
