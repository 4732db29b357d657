"""A leader answers for a matter in person, with a plan, to its end (条例 Art 18, 包案)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.sponsor.rules import FourPoint, ShownBy


class Sponsorship(models.Model):
    """One leader, one plan. It ends with the matter, or with a reason when another leader takes over.

    `office` is unit and post as the petitioner reads it.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "officer_id", "office", "plan", "taken_at", "ended_at", "end_reason",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="sponsorships", db_index=False)
    officer = models.ForeignKey("orgs.Officer", models.PROTECT, related_name="+", db_index=False)
    office = models.CharField(max_length=200)
    plan = models.TextField()
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at__isnull=True), name="sponsor_one_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["matter", "taken_at"], name="sponsorship_of_matter"),
            models.Index(fields=["officer"], condition=Q(ended_at__isnull=True), name="sponsorship_of_officer"),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class SponsorAnswer(models.Model):
    """One of the four questions that the end of an ownership answers, with what shows it.

    `shown_by` and `shown_id` may point to a letter, file or step of the matter; `shown_label` is what it was called.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "sponsorship_id", "point", "text", "shown_by", "shown_id", "shown_label",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sponsorship = models.ForeignKey(Sponsorship, models.PROTECT, related_name="answers", db_index=False)
    point = models.CharField(max_length=14, choices=[(point.value, point.value) for point in FourPoint])
    text = models.TextField()
    shown_by = models.CharField(max_length=6, blank=True, choices=[(kind.value, kind.value) for kind in ShownBy])
    shown_id = models.UUIDField(null=True)
    shown_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sponsorship", "point"], name="sponsor_answer_once")]

    def __str__(self) -> str:
        """The question."""
        return self.point


class Milestone(models.Model):
    """A step of the plan by a day; `position` counts within a matter, over all its sponsors."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "text", "due_on", "done_at", "done_note",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="milestones", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "position"], name="milestone_position_once")]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
