"""Text modules and their versions."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.text_modules.rules.content import ARTICLE_MAX, TITLE_MAX, TextContent
from huiyin.text_modules.rules.places import places_of, places_text

_PLACES_MAX = 200


class _TextColumns(models.Model):
    """What both rows hold: the module what it says now, a version what it said."""

    title = models.CharField(max_length=TITLE_MAX)
    body = models.TextField()
    article = models.CharField(max_length=ARTICLE_MAX, blank=True)
    places = models.CharField(max_length=_PLACES_MAX)
    category = models.ForeignKey("orgs.Category", models.PROTECT, null=True, related_name="+", db_index=False)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def content(self) -> TextContent:
        """As a value."""
        return TextContent(
            title=self.title,
            body=self.body,
            places=places_of(self.places),
            article=self.article,
            category_id=self.category_id,
        )

    def take_content(self, content: TextContent) -> None:
        """Hold checked content."""
        self.title, self.body, self.article = content.title, content.body, content.article
        self.places, self.category_id = places_text(content.places), content.category_id


class TextModule(_TextColumns):
    """A text of a unit, offered there and in the units below, as it is now; `version` counts from 1."""

    objects: ClassVar[models.Manager["TextModule"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "unit_id", "title", "body", "article", "places", "category_id", "is_withdrawn", "version",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # By unit and title an import knows a row again, withdrawn or not.
            models.UniqueConstraint(fields=["unit", "title"], name="text_module_title_once"),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title


class TextModuleVersion(_TextColumns):
    """What a text module said from one change to the next. Never changed, never deleted."""

    objects: ClassVar[models.Manager["TextModuleVersion"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "module_id", "number", "title", "body", "article", "places", "category_id", "is_withdrawn", "at", "by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    module = models.ForeignKey(TextModule, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["module", "number"], name="text_module_version_once")]

    def __str__(self) -> str:
        """Which version it is."""
        return f"{self.module_id}/{self.number}"
