"""The rows of batches."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.sponsor.models import Sponsorship


class SponsorBatch(models.Model):
    """Owned matters that a unit gave to leaders on a day, under a number."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "unit_id", "number", "given_on", "made_at", "made_by")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    given_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="sponsor_batch_number_once")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class BatchMatter(models.Model):
    """A matter in a batch, with the ownership under which it was given; whoever takes over goes on under it."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("batch_id", "matter_id", "sponsorship_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(SponsorBatch, models.PROTECT, related_name="items", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="batches", db_index=False)
    sponsorship = models.ForeignKey(Sponsorship, models.PROTECT, related_name="batches", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "matter"], name="batch_matter_once"),
            models.UniqueConstraint(fields=["sponsorship"], name="batch_of_sponsorship_once"),
        ]
        indexes = [models.Index(fields=["matter"], name="batch_of_matter")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
