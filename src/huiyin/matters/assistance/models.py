"""Referrals to an aid scheme: asked of the petitioner first, sent only when they agree (条例 Art 37, 困难帮扶)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.assistance.rules import ConsentWay
from huiyin.matters.core.models.matter import Matter


class Referral(models.Model):
    """One scheme, one body, what is said to it. Nothing here says what sort of person anybody is.

    `to_unit` None: a body outside, by name in `to_body`. `consent_way` and `consent_note` belong to the agreement or
    to the refusal, whichever came.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "scheme", "to_unit_id", "to_body", "why", "asked_at", "asked_by", "agreed_at",
        "declined_at", "consent_way", "consent_note", "answered_at", "answered_on", "answered_by", "answer",
        "granted", "followed_up_at", "followed_up_by", "follow_up",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="referrals", db_index=False)
    position = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=100)
    to_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    to_body = models.CharField(max_length=100, blank=True)
    why = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    consent_way = models.CharField(max_length=5, blank=True, choices=[(way.value, way.value) for way in ConsentWay])
    consent_note = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True)
    granted = models.BooleanField(null=True)
    followed_up_at = models.DateTimeField(null=True)
    followed_up_by = models.BigIntegerField(null=True)
    follow_up = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="referral_position_once"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(declined_at__isnull=True), name="referral_agreed_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(agreed_at__isnull=False), name="referral_agreed_first"
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
