"""The rows of plan periods."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.plan_period.rules import LINE_MAX, NAME_MAX, PeriodDays, PlanResult


class PlanPeriod(models.Model):
    """From when until when a unit has old matters worked off; `weekday` (0: Monday) is when a line is due.

    `leader` answers for it, `plan` says how; None and "" while nobody has said. Ended early it has the day, what came
    of it and why. What it was before a revision stands in PlanPeriodRevision.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "unit_id", "name", "begins_on", "ends_on", "weekday", "begun_at", "begun_by",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "plan": "", "leader": None, "ended_on": None, "ended_at": None, "ended_by": "", "result": "",
        "end_reason": "",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=NAME_MAX)
    begins_on = models.DateField()
    ends_on = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=60)
    plan = models.TextField(blank=True, default="")
    leader = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True, default="")
    result = models.TextField(blank=True, default="")
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_period_ended_with_a_result",
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, result="", end_reason="")
                | (Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(result="") & ~Q(end_reason="")),
            )
        ]
        indexes = [models.Index(fields=["ends_on"], name="plan_period_end")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)

    @property
    def days(self) -> PeriodDays:
        """Its days, for the rules."""
        return PeriodDays(self.begins_on, self.ends_on, self.weekday, self.ended_on)


class PlanPeriodRevision(models.Model):
    """What a period was until it was revised, and why it was; never changed afterwards."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "period_id", "position", "begins_on", "ends_on", "weekday", "plan", "leader_id", "reason", "at", "by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.ForeignKey(PlanPeriod, models.PROTECT, related_name="revisions", db_index=False)
    position = models.PositiveSmallIntegerField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    plan = models.TextField(blank=True)
    leader = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "position"], name="plan_period_revision_once"),
        ]

    def __str__(self) -> str:
        """Its place among those of the period."""
        return f"{self.period_id}/{self.position}"


class PlanPeriodUnit(models.Model):
    """A unit that a period is for."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("period_id", "unit_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.ForeignKey(PlanPeriod, models.PROTECT, related_name="units", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "unit"], name="plan_period_unit_once")]
        indexes = [models.Index(fields=["unit"], name="plan_period_of_unit")]

    def __str__(self) -> str:
        """The unit's id."""
        return str(self.unit_id)


class PlannedMatter(models.Model):
    """A matter in a period. Leader, plan and steps are its sponsor's; nothing is ever taken out of the list."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "period_id", "matter_id", "added_at", "added_by", "result", "result_reason", "result_next",
        "result_at", "result_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.ForeignKey(PlanPeriod, models.PROTECT, related_name="planned", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="planned", db_index=False)
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField()
    result = models.CharField(
        max_length=12, blank=True, choices=[(result.value, result.value) for result in PlanResult]
    )
    result_reason = models.TextField(blank=True)
    result_next = models.TextField(blank=True)
    result_at = models.DateTimeField(null=True)
    result_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "matter"], name="planned_matter_once")]
        indexes = [models.Index(fields=["matter", "added_at"], name="planned_of_matter")]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class WeekLine(models.Model):
    """What was done in a week, what comes next, what hinders; of several the last counts, earlier ones stay."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "planned_id", "due_on", "position", "did", "next_step", "hinders", "at", "by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    planned = models.ForeignKey(PlannedMatter, models.PROTECT, related_name="lines", db_index=False)
    due_on = models.DateField()
    position = models.PositiveSmallIntegerField()
    did = models.CharField(max_length=LINE_MAX, blank=True)
    next_step = models.CharField(max_length=LINE_MAX)
    hinders = models.CharField(max_length=LINE_MAX, blank=True)
    at = models.DateTimeField()
    by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["planned", "due_on", "position"], name="week_line_position_once")
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
