"""Wishes to be visited at home."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.reception.rules import REASON_MAX


class HomeVisitWish(models.Model):
    """Somebody wishes to be visited: asked on the portal or written down by the unit. Who and where is in the vault.

    Agreed to, it is an appointment on a reception day of its own (`appointment`), which has the same code. Found by
    its unit or by its code, and by nothing that belongs to a person.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "unit_id", "identity_id", "words", "has_email", "code_hash", "token_hash", "asked_at", "asked_by",
        "appointment_id", "declined_at", "decline_reason", "withdrawn_at",
    )  # fmt: skip
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "contact_mark": "counts wishes of one address until it is answered; made with a key outside the database",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    # No index, on purpose: nothing leads from a person to their wishes.
    identity_id = models.UUIDField()
    words = models.TextField()
    has_email = models.BooleanField(default=False)
    code_hash = models.BinaryField(max_length=32, unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField(null=True)
    appointment = models.ForeignKey(
        "reception.Appointment", models.PROTECT, null=True, related_name="+", db_index=False
    )
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=REASON_MAX, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    # Not in the ledger: while the wish is open it is counted by this, then it is emptied.
    contact_mark = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "asked_at"], name="reception_wish_of_unit"),
            models.Index(
                fields=["contact_mark"], condition=Q(contact_mark__isnull=False), name="reception_wish_by_contact"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, decline_reason="")
                | Q(declined_at__isnull=False) & ~Q(decline_reason=""),
                name="reception_wish_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
