"""Rosters of a hall: which unit sits there at a joint reception, which post is there on a day off."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.reception.rules import PLACE_MAX
from huiyin.reception.rules.rosters import Half, RosterKind


class HallSitting(models.Model):
    """A unit or a post in a hall on half a day or a whole one, never a person. Kept for good, removed ones too."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "hall_unit_id", "kind", "on", "half", "unit_id", "post_id", "place", "made_at", "removed_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hall_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in RosterKind])
    on = models.DateField()
    half = models.CharField(max_length=3, choices=[(half.value, half.value) for half in Half])
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey("orgs.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.CharField(max_length=PLACE_MAX)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """Read by day on the portal, by hall and day at the desk."""

        indexes = [
            models.Index(fields=["on"], condition=Q(removed_at__isnull=True), name="reception_sitting_coming"),
            models.Index(fields=["hall_unit", "on"], name="reception_sitting_of_hall"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hall_unit", "on", "half", "unit"],
                condition=Q(removed_at__isnull=True, unit__isnull=False),
                name="reception_unit_sits_once",
            ),
            models.UniqueConstraint(
                fields=["hall_unit", "on", "half", "post"],
                condition=Q(removed_at__isnull=True, post__isnull=False),
                name="reception_post_sits_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=RosterKind.JOINT.value, unit__isnull=False, post__isnull=True)
                | Q(kind=RosterKind.DAY_OFF.value, unit__isnull=True, post__isnull=False),
                name="reception_sitting_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        """Its day."""
        return f"{self.on} {self.half}"
