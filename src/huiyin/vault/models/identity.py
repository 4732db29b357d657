"""Identities and who opened them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.vault.models.seal import Seal
from huiyin.vault.rules.seals import OpenedSeal


class Identity(models.Model):
    """One sealed identity. Its plain text is nowhere in the database.

    `wrapped_key` and `key_id` change when keys are rotated; each batch of a rotation has its entry.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ciphertext = models.BinaryField()
    wrapped_key = models.BinaryField()
    key_id = models.CharField(max_length=16)
    phone_index = models.BinaryField(max_length=32, null=True)
    id_number_index = models.BinaryField(max_length=32, null=True)
    email_index = models.BinaryField(max_length=32, null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "ciphertext",
        "phone_index",
        "id_number_index",
        "email_index",
        "created_at",
        "erased_at",
    )
    LEDGER_LATER: ClassVar[dict[str, object]] = {"wrapped_key": None, "key_id": None}

    class Meta:
        """Indexed only where there is something to find; most matters leave two of the three empty."""

        indexes = [
            models.Index(fields=["phone_index"], name="vault_by_phone", condition=Q(phone_index__isnull=False)),
            models.Index(
                fields=["id_number_index"], name="vault_by_id_number", condition=Q(id_number_index__isnull=False)
            ),
            models.Index(fields=["email_index"], name="vault_by_email", condition=Q(email_index__isnull=False)),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class Opening(models.Model):
    """One opening by an officer, shown to the petitioner without the officer's name.

    Of an identity, of what lies under a seal (`what` tells which part of it), or of the list of all who signed
    together: one look, one opening; the ledger entry says whose identities it showed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="+", null=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    what = models.CharField(
        max_length=8, choices=[(what.value, what.value) for what in OpenedSeal], default=OpenedSeal.IDENTITY
    )
    subject = models.CharField(max_length=80)
    # No foreign key: the vault and the organisation stand side by side and know nothing of each other.
    officer_id = models.BigIntegerField()
    office = models.CharField(max_length=200)
    purpose = models.CharField(max_length=500)
    at = models.DateTimeField()

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "identity_id",
        "subject",
        "officer_id",
        "office",
        "purpose",
        "at",
    )
    LEDGER_LATER: ClassVar[dict[str, object]] = {"seal": None, "what": OpenedSeal.IDENTITY.value}

    class Meta:
        """Read by subject, in time order."""

        indexes = [
            models.Index(fields=["subject", "at"], name="vault_opening_by_subject"),
            models.Index(fields=["at", "id"], name="vault_opening_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="vault_opening_of_one_thing",
                condition=Q(identity__isnull=False, seal__isnull=True, what=OpenedSeal.IDENTITY)
                | Q(identity__isnull=True, seal__isnull=False)
                | Q(identity__isnull=True, seal__isnull=True, what=OpenedSeal.NAMES),
            )
        ]

    def __str__(self) -> str:
        """Which subject it belongs to."""
        return self.subject
