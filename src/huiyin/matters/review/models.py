"""Review and recheck, hearings, and how a letter was served (条例 Arts 34-36)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.reply.models import Reply
from huiyin.matters.review.rules import ReviewLevel, ReviewOutcome


class Review(models.Model):
    """One review or recheck: who asked why, which unit above decides, what it decided.

    `position` counts those of a matter from 1; its clock has it as its round. `late_reason` is why it was asked for
    after the window, "" in time. Facts, basis and opinion are a draft until `decided_at`, with `drafted_outcome`;
    whoever approves it (`decided_by`) isn't who drafted it.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "level", "reply_id", "asked_at", "asked_via", "grounds", "late_reason",
        "unit_id", "reviewer_id", "facts", "basis", "opinion", "outcome", "decided_at", "decided_by", "served_at",
    )  # fmt: skip

    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "drafted_at": None, "drafted_by": None, "drafted_outcome": "", "returned_at": None, "return_reason": "",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="reviews", db_index=False)
    position = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=[(level.value, level.value) for level in ReviewLevel])
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    asked_via = models.CharField(max_length=8)
    grounds = models.TextField()
    late_reason = models.TextField(blank=True)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    reviewer = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    facts = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    opinion = models.TextField(blank=True)
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(outcome.value, outcome.value) for outcome in ReviewOutcome]
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    served_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField(null=True)
    drafted_by = models.BigIntegerField(null=True)
    drafted_outcome = models.CharField(
        max_length=10, blank=True, default="", choices=[(outcome.value, outcome.value) for outcome in ReviewOutcome]
    )
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="review_position_once"),
            models.CheckConstraint(
                name="review_approved_by_another",
                # Reviews from before opinions were drafted first have nobody in `drafted_by`.
                condition=Q(decided_by__isnull=True) | Q(drafted_by__isnull=True) | ~Q(decided_by=F("drafted_by")),
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(decided_at__isnull=True), name="review_one_at_a_time"
            ),
            models.CheckConstraint(
                name="review_decided_with_an_outcome",
                condition=Q(decided_at__isnull=True, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"

    @property
    def is_drafted(self) -> bool:
        """Whether an opinion waits for a second person."""
        return self.drafted_at is not None and self.returned_at is None and self.decided_at is None


class Hearing(models.Model):
    """A hearing: announced with its day, held, with minutes and an opinion. The chair isn't the investigator.

    `excluded_days` is how long it took, for the recheck clock alone (条例 Art 36).
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "review_id", "announced_at", "announced_by", "held_at", "place", "chair_id",
        "members", "about", "ended_at", "participants", "minutes", "opinion", "recorded_by", "cancelled_at",
        "cancel_reason", "excluded_days",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="hearings", db_index=False)
    position = models.PositiveSmallIntegerField()
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="hearings", db_index=False)
    announced_at = models.DateTimeField()
    announced_by = models.BigIntegerField()
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey("orgs.Officer", models.PROTECT, related_name="+", db_index=False)
    members = models.TextField()
    about = models.TextField()
    ended_at = models.DateTimeField(null=True)
    participants = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    opinion = models.TextField(blank=True)
    recorded_by = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)
    excluded_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="hearing_position_once"),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(ended_at__isnull=True, cancelled_at__isnull=True),
                name="hearing_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
