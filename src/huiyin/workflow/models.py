"""What the tables of every kind of case share."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id


class Case(models.Model):
    """What moves. A context adds `state` with its own choices, and whatever its hooks need.

    `version` counts the steps: a page that was shown before another one knows it by that.
    """

    state: str
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class TimelineRow(models.Model):
    """One step of a case, as both sides read it. `facts` fill its sentence; `office` is who the public sees.

    `version` is the case's version after the step: what came later than a page was shown has a higher one. A context
    adds the key to its case and says in `LEDGER_FIELDS` what entries commit to.
    """

    LEDGER_STEP: ClassVar[tuple[str, ...]] = ("at", "kind", "actor", "office", "facts_text", "article", "is_public")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    office = models.CharField(max_length=120, blank=True)
    facts_text = models.TextField(default="{}")
    article = models.CharField(max_length=80, blank=True)
    is_public = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Its kind."""
        return self.kind
