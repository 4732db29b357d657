"""A matter of many people: who signed it with the first petitioner, and who speaks for them (条例 Art 20)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST


class CoSigner(models.Model):
    """One of the people who signed. Who it is lies in the vault; `mark` (32 bytes) tells the same person apart.

    The mark is made for this matter alone: the same person has another one in every other matter.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "identity_id", "position", "mark")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cosigners", db_index=False)
    identity_id = models.UUIDField()
    position = models.PositiveIntegerField()
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="cosigner_position_once"),
            models.UniqueConstraint(fields=["matter", "mark"], name="cosigner_person_once"),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"


class Representative(models.Model):
    """One who speaks for the others, with a receipt code of their own; at most five at a time.

    Of the code and the form's token only keyed and plain hashes are stored, as of a matter's own.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "identity_id", "mark", "position", "receipt_hash", "named_at", "removed_at",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {"token_hash": None}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="representatives", db_index=False)
    identity_id = models.UUIDField()
    mark = models.BinaryField(max_length=32)
    position = models.PositiveSmallIntegerField()
    receipt_hash = models.BinaryField(max_length=32, db_index=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    named_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "position"], condition=Q(removed_at__isnull=True), name="representative_place_once"
            ),
            models.UniqueConstraint(
                fields=["matter", "mark"],
                condition=Q(removed_at__isnull=True),
                name="representative_person_once",
            ),
            models.CheckConstraint(
                name="representatives_at_most_five",
                condition=Q(position__gte=1, position__lte=REPRESENTATIVES_MOST),
            ),
        ]
        indexes = [models.Index(fields=["matter", "position"], name="representative_of_matter")]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
