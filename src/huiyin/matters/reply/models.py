"""The reply (handling opinion), its opinion on each request, and the petitioner's rating."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter, Request
from huiyin.matters.core.rules.states import Outcome
from huiyin.matters.reply.rules import officers_of


class Reply(models.Model):
    """A handling opinion (条例 Art 32): facts, opinion on each request, legal basis.

    One row a round: a draft that is sent back, or taken back by its drafter (`is_recalled`), stays; the next draft is
    a new round. A recorded answer (given before the matter came here) has no drafter. `settlement`: what both sides
    have agreed on (条例 Art 33), "" for an opinion. `co_drafters`: who else has written on the draft before it was
    handed in, as `officers_text`; none of them approves or signs it.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "matter_id", "round", "facts", "basis", "drafter_id", "drafted_at", "approver_id", "approved_at",
        "returned_at", "return_reason", "served_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="replies", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    facts = models.TextField()
    basis = models.TextField(blank=True)
    drafter = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    drafted_at = models.DateTimeField()
    approver = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    served_at = models.DateTimeField(null=True)
    settlement = models.TextField(blank=True, default="")

    signer = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True)
    is_recalled = models.BooleanField(default=False)
    co_drafters = models.CharField(max_length=400, blank=True, default="")

    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "settlement": "", "signer": None, "signed_at": None, "is_recalled": False, "co_drafters": "",
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "round"], name="reply_round_once"),
            models.CheckConstraint(
                name="reply_approved_by_another",
                condition=Q(approver__isnull=True) | Q(drafter__isnull=True) | ~Q(approver=F("drafter")),
            ),
            models.CheckConstraint(
                name="reply_signed_by_another",
                condition=Q(signer__isnull=True) | Q(drafter__isnull=True) | ~Q(signer=F("drafter")),
            ),
            models.CheckConstraint(
                name="reply_served_after_approval",
                condition=Q(served_at__isnull=True) | Q(approved_at__isnull=False) | Q(drafter__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Its round."""
        return f"{self.matter_id}/{self.round}"

    @property
    def written_by(self) -> frozenset[int]:
        """Everybody who has written on it."""
        drafter = frozenset() if self.drafter_id is None else frozenset({self.drafter_id})
        return officers_of(self.co_drafters) | drafter


class Opinion(models.Model):
    """The opinion on one request (条例 Art 32): upheld, explained or not upheld, with its reasons."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("reply_id", "request_id", "outcome", "reasons")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="opinions", db_index=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=12, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    reasons = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "request"], name="opinion_once")]

    def __str__(self) -> str:
        """Its outcome."""
        return self.outcome
