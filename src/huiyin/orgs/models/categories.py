"""Categories of matters and the unit that is competent for each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from huiyin.orgs.models.areas import Area
from huiyin.orgs.models.units import Unit
from huiyin.orgs.rules import CATEGORY_LEVELS, NAME_LENGTH


class Category(models.Model):
    """What a matter is about, in three levels. `keywords` are the words people use for it, split by spaces.

    `fingerprint` is a number made of the content: the sum over all rows tells every process whether the search
    index it holds in memory is still the right one.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "parent_id", "name", "code", "keywords", "path", "level", "is_active",
    )  # fmt: skip
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "fingerprint": "tells processes that their copy of the categories is old; the content is committed to",
    }

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=NAME_LENGTH)
    code = models.CharField(max_length=40, unique=True)
    keywords = models.TextField(blank=True)
    path = models.CharField(max_length=200, db_index=True)
    level = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    fingerprint = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=CATEGORY_LEVELS), name="category_level_in_range"
            ),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Competence(models.Model):
    """Which unit a matter of a category in an area belongs to; None stands for every category, or every area."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "category_id", "area_id", "unit_id")

    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="competences")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="competences")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="competences")

    class Meta:
        # NULLs are distinct to a unique index, so "every" counts as 0 there.
        constraints = [
            models.UniqueConstraint(
                Coalesce("category_id", 0, output_field=models.BigIntegerField()),
                Coalesce("area_id", 0, output_field=models.BigIntegerField()),
                name="competence_once",
            ),
        ]

    def __str__(self) -> str:
        """The three ids."""
        return f"{self.category_id}/{self.area_id} → {self.unit_id}"
