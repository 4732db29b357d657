"""Seals: what only named officers can read, whoever holds the database and the disk."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id


class SealKey(models.Model):
    """An officer's key pair for seals; `locked` is the secret half under a passphrase that only they know.

    A key that is replaced stays: what was shared with it stays provable. `wrong` counts wrong passphrases in a row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer_id = models.BigIntegerField()
    public = models.CharField(max_length=80)
    locked = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True)

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "officer_id", "public", "locked", "created_at", "retired_at")
    LEDGER_DERIVED: ClassVar[dict[str, str]] = {"wrong_at": "vault.seal_waits"}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "wrong": "slows down guesses on our pages; whoever has the database guesses without it",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer_id"], condition=Q(retired_at__isnull=True), name="vault_one_seal_key_each"
            )
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class Seal(models.Model):
    """The seal of one subject (`matter:<uuid>`): anything can be put under it, only its readers can look."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=80, unique=True)
    public = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "subject", "public", "created_at")

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class SealShare(models.Model):
    """One reader of a seal: its secret key, encrypted to the reader's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.ForeignKey(SealKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    secret = models.BinaryField()
    at = models.DateTimeField()

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "seal_id", "key_id", "secret", "at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "key"], name="vault_share_once")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class SealedPart(models.Model):
    """Something under a seal; `name` says what: `content`, `identity`, `message:<uuid>`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    ciphertext = models.BinaryField()
    at = models.DateTimeField()

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "seal_id", "name", "ciphertext", "at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "name"], name="vault_part_once")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class Unsealing(models.Model):
    """One reader asks to see who filed, with a purpose; another agrees; then the first may look, once.

    It ends by being used, or by lapsing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_by = models.BigIntegerField()
    purpose = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    agreed_by = models.BigIntegerField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "seal_id", "asked_by", "purpose", "asked_at", "agreed_by", "agreed_at", "ended_at",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seal"], condition=Q(ended_at__isnull=True), name="vault_one_unsealing_at_a_time"
            ),
            models.CheckConstraint(
                name="vault_unsealing_takes_two",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
