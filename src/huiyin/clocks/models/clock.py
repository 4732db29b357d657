"""A running or stopped time limit."""

from typing import ClassVar

from django.db import models

from huiyin.clocks.rules.timed import subject_kind_of
from huiyin.kernel import time
from huiyin.kernel.ids import new_id
from huiyin.kernel.refs import Ref


class ClockOutcome(models.TextChoices):
    """How a clock ended.

    `void`: withdrawn by the petitioner, so that nothing was owed any more. `replaced`: the subject turned out to be
    of another kind, which has other time limits; whether it was late by then, its dates say.
    """

    RUNNING = "", "running"
    MET = "met", "met"
    LATE = "late", "late"
    VOID = "void", "void"
    REPLACED = "replaced", "replaced"


class Clock(models.Model):
    """One time limit of one subject (its id, no foreign key: clocks don't know what they time).

    `round` tells apart what the law lets come again: the answer that is owed once more after a review has sent the
    matter back, or each of several demands with a deadline of its own. `revision` tells apart the clocks of one code
    and round that the subject has had as one kind after the other; all of them begin at the same instant.

    Triggers in the database (`guards`) keep it from being reset: start, subject, code and the first due date never
    change, a later due date needs an Extension or the settling of a provisional date, a stop is final.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "subject_id",
        "code",
        "kind",
        "layer",
        "article",
        "rulebook",
        "started_at",
        "base_due_at",
        "due_at",
        "provisional",
        "stopped_at",
        "outcome",
    )

    LEDGER_LATER: ClassVar[dict[str, object]] = {"round": 1, "revision": 1}
    LEDGER_DERIVED: ClassVar[dict[str, str]] = {"next_signal_at": "clocks.reminders"}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {"created_at": "nothing reads it; a clock counts from `started_at`"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_id = models.UUIDField()
    code = models.CharField(max_length=32)
    round = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=16)
    layer = models.CharField(max_length=16)
    article = models.CharField(max_length=120)
    rulebook = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    base_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True, default="", choices=ClockOutcome)
    next_signal_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=time.now)

    class Meta:
        constraints: ClassVar = [
            # Also the index by which a subject's clocks are found.
            models.UniqueConstraint(fields=["subject_id", "code", "round", "revision"], name="clocks_clock_once"),
            models.CheckConstraint(
                condition=models.Q(due_at__gte=models.F("started_at")), name="clocks_clock_due_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_at__isnull=True, outcome="")
                # Said in so many words: a comparison with NULL is neither true nor false, and a check lets it pass.
                | models.Q(
                    stopped_at__isnull=False,
                    stopped_at__gte=models.F("started_at"),
                    outcome__in=["met", "late", "void", "replaced"],
                ),
                name="clocks_clock_stop_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_signal_at"],
                name="clocks_clock_signals",
                condition=models.Q(stopped_at__isnull=True, next_signal_at__isnull=False),
            ),
            models.Index(
                fields=["due_at"],
                name="clocks_clock_provisional",
                condition=models.Q(stopped_at__isnull=True, provisional=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_id} {self.due_at:%Y-%m-%d}"

    @property
    def subject(self) -> Ref:
        """What it times. Raises KindUnregistered for a kind that no context has any more."""
        return Ref(subject_kind_of(self.kind, code=self.code).name, self.subject_id)
