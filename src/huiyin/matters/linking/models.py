"""Two matters that belong together: the same one brought twice, or parts of one (条例 Art 22)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.linking.rules import LinkKind


class Link(models.Model):
    """One matter and what it belongs to.

    `merge`: `matter` is worked on together with `into` until that is answered or undone; its own state, handler and
    clocks stay as they are. `split`: `matter` carries the requests of `into` with these `positions` ("2,3").
    `by` and `undone_by` are actors' refs.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "kind", "matter_id", "into_id", "at", "by", "reason", "positions", "answered_at", "undone_at",
        "undone_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=5, choices=[(kind.value, kind.value) for kind in LinkKind])
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="links", db_index=False)
    into = models.ForeignKey(Matter, models.PROTECT, related_name="led", db_index=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    positions = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(kind=LinkKind.MERGE.value, answered_at__isnull=True, undone_at__isnull=True),
                name="link_merged_into_one",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(kind=LinkKind.SPLIT.value), name="link_part_of_one"
            ),
            models.CheckConstraint(name="link_to_another", condition=~Q(matter=F("into"))),
        ]
        indexes = [
            models.Index(fields=["matter", "at"], name="link_of_matter"),
            models.Index(fields=["into", "at"], name="link_into_matter"),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
