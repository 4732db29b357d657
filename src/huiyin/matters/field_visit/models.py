"""The rows of visits on the spot."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter


class FieldVisit(models.Model):
    """What officers of a unit saw and heard on the spot. Once written it is never altered, only corrected by another.

    `unit` went there, `officers` are those who did, as `officers_text`. `wishes` is what the petitioner said, word by
    word, where they were met and agreed to talk; the petitioner reads it where `was_read_out`. `corrects` is the
    earlier one that this one stands for, `reason` why. Of a sealed matter the words lie under the seal, as a note.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "unit_id", "visited_at", "place", "officers", "met_petitioner", "wishes",
        "was_read_out", "findings", "proposal", "written_at", "written_by", "corrects_id", "reason",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="field_visits", db_index=False)
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    visited_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    officers = models.CharField(max_length=400)
    met_petitioner = models.BooleanField()
    wishes = models.TextField(blank=True)
    was_read_out = models.BooleanField()
    findings = models.TextField()
    proposal = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.BigIntegerField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections", db_index=False)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="field_visit_position_once"),
            # A correction is itself corrected: so each has one that stands for it at most.
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="field_visit_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="field_visit_corrected_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(met_petitioner=True) | Q(wishes="", was_read_out=False), name="field_visit_words_when_met"
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
