"""Units and their posts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiyin.kernel.actor import Role
from huiyin.orgs.models.areas import Area
from huiyin.orgs.rules import NAME_LENGTH, UnitKind


class Unit(models.Model):
    """An organisation or a part of one that can own matters.

    `path` holds the ids from the root down (`/1/5/9/`). An `independent` unit isn't under the command of the units
    above it (a discipline commission): chains of command end there.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "parent_id", "name", "short_name", "kind", "path", "independent", "area_id", "phone", "address",
        "intro", "is_active",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {"aliases": ""}

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=NAME_LENGTH)
    short_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=200, db_index=True)
    independent = models.BooleanField(default=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="units")
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    intro = models.TextField(blank=True, help_text="Shown to the public: when and where the unit receives people.")
    is_active = models.BooleanField(default=True)
    # What else people call it, parted by "、". Two units may have one: recognition then means both.
    aliases = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], condition=Q(is_active=True), name="unit_name_once_per_parent"
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(is_active=True, parent=None), name="unit_name_once_at_root"
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in UnitKind]), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Post(models.Model):
    """A place in a unit with one role, filled by an officer or vacant."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "unit_id", "role", "title", "officer_id", "held_since")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20)
    title = models.CharField(max_length=NAME_LENGTH)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="posts")
    held_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "role"], name="post_unit_role")]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="post_role_known"),
            models.CheckConstraint(
                condition=Q(officer=None, held_since=None) | Q(officer__isnull=False, held_since__isnull=False),
                name="post_held_since_if_held",
            ),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title
