"""A matter of many people: who signed it with the first petitioner, and who speaks for them (条例 Art 20)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.joint.rules import REPRESENTATIVES_MOST, SigningWay


class CoSigner(models.Model):
    """One of the people who signed. Who it is lies in the vault; `mark` (32 bytes) tells the same person apart.

    The mark is made for this matter alone: the same person has another one in every other matter. Whoever signed by
    the link has a receipt of their own (`receipt_hash`), and may stand here several times: people are counted by
    their marks, so that nobody finds out by signing in somebody's name whether that one has signed.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "identity_id", "position", "mark")
    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "way": SigningWay.PAPER.value, "signed_at": None, "receipt_hash": None, "token_hash": None,
        "withdrawn_at": None, "wants_news": False,
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cosigners", db_index=False)
    identity_id = models.UUIDField()
    position = models.PositiveIntegerField()
    mark = models.BinaryField(max_length=32)
    way = models.CharField(
        max_length=5, choices=[(way.value, way.value) for way in SigningWay], default=SigningWay.PAPER.value
    )
    signed_at = models.DateTimeField(null=True)
    receipt_hash = models.BinaryField(max_length=32, null=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    wants_news = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="cosigner_position_once"),
            models.UniqueConstraint(
                fields=["matter", "mark"],
                condition=Q(receipt_hash__isnull=True, withdrawn_at__isnull=True),
                name="cosigner_person_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["receipt_hash"], condition=Q(receipt_hash__isnull=False), name="cosigner_by_receipt"
            ),
            # What the page of a matter counts.
            models.Index(fields=["matter", "mark"], name="cosigner_of_matter"),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"


class Representative(models.Model):
    """One who speaks for the others, with a receipt code of their own; at most five at a time.

    Of the code and the form's token only keyed and plain hashes are stored, as of a matter's own. Whom the petitioner
    named on the web gets the receipt by a link of their own, which opens once: until then `pick_hash` is there and
    the code opens nothing. `pick_round` counts these links, `picked_at` is when one was used.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "identity_id", "mark", "position", "receipt_hash", "named_at", "removed_at",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "token_hash": None, "pick_hash": None, "pick_round": 0, "picked_at": None,
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="representatives", db_index=False)
    identity_id = models.UUIDField()
    mark = models.BinaryField(max_length=32)
    position = models.PositiveSmallIntegerField()
    receipt_hash = models.BinaryField(max_length=32, db_index=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    named_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    pick_hash = models.BinaryField(max_length=32, null=True, unique=True)
    pick_round = models.PositiveSmallIntegerField(default=0)
    picked_at = models.DateTimeField(null=True)

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


class SignList(models.Model):
    """The list of a matter that people sign by a link. Of the link's secret end only a keyed hash is stored.

    It takes names while it is open (`closed_at` None) and its matter is.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "code_hash", "opened_at", "closed_at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="+")
    code_hash = models.BinaryField(max_length=32, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Whose it is."""
        return str(self.matter_id)
