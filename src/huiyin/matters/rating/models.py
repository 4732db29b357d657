"""The rows of the petitioner's rating."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.core.rules.states import Grade


class Rating(models.Model):
    """How the petitioner rates the receiving office and the unit that answered (条例 Art 21).

    Each round of the matter has its own: the answer of a new round can be rated again. One change is allowed:
    `position` 2 is that, and the one that counts.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("matter_id", "at", "of_office", "of_unit", "words")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="ratings", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    of_office = models.CharField(max_length=12, choices=[(grade.value, grade.value) for grade in Grade])
    of_unit = models.CharField(max_length=12, choices=[(grade.value, grade.value) for grade in Grade])
    words = models.TextField(blank=True)

    LEDGER_LATER: ClassVar[dict[str, object]] = {"position": 1, "round": 1}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "round", "position"], name="rating_position_once"),
            models.CheckConstraint(name="rating_changed_once_at_most", condition=Q(position__in=[1, 2])),
        ]

    def __str__(self) -> str:
        """The grade of the unit."""
        return self.of_unit
