"""Plans by which reception days are made."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id
from huiyin.reception.rules import PLACE_MAX, REASON_MAX, TOPIC_MAX, Form
from huiyin.reception.rules.plans import DaysOff

_OFFICERS_MAX = 400


class ReceptionPlan(models.Model):
    """The rule that days were made by, as it was typed. Kept for good; each of its days goes its own way.

    `weekdays` and `officers` are numbers in their order, with blanks between. `ended_on` is the first day from which
    on its days were cancelled together.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "unit_id", "first_on", "last_on", "weekdays", "every", "days_off", "officers", "begins", "slots",
        "minutes", "place", "form", "topic", "token_hash", "made_at", "made_by", "ended_on", "ended_at", "end_reason",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    last_on = models.DateField()
    weekdays = models.CharField(max_length=13)
    every = models.PositiveSmallIntegerField()
    days_off = models.CharField(max_length=4, choices=[(choice.value, choice.value) for choice in DaysOff])
    officers = models.CharField(max_length=_OFFICERS_MAX)
    begins = models.CharField(max_length=5)
    slots = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=PLACE_MAX)
    form = models.CharField(max_length=11, choices=[(form.value, form.value) for form in Form])
    topic = models.CharField(max_length=TOPIC_MAX, blank=True)
    # A form that is sent twice makes one plan.
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=REASON_MAX, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "first_on"], name="reception_plan_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="reception_plan_has_a_length"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, end_reason="")
                | Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(end_reason=""),
                name="reception_plan_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        """Its period."""
        return f"{self.first_on} to {self.last_on}"
