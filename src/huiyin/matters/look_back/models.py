"""The rows of looking back."""

from typing import ClassVar

from django.db import models

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.life import Event
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.look_back.rules import KEY_MAX, POST_MAX, LookBackGround


class LookBack(models.Model):
    """Which step of a matter failed, at which unit and post, why, what changes: one for each ground.

    `by_unit` commands `unit`, whose step it was. `codes`: values of `CauseCode` with blanks between them; `task_id`:
    the task as which the change was given.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "ground", "ground_key", "by_unit_id", "step_id", "unit_id", "post", "codes",
        "why", "change", "due_on", "task_id", "conclusion", "at", "by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="look_backs", db_index=False)
    position = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=16, choices=[(ground.value, ground.value) for ground in LookBackGround])
    ground_key = models.CharField(max_length=KEY_MAX)
    by_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    step = models.ForeignKey(Event, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    post = models.CharField(max_length=POST_MAX, blank=True)
    codes = models.CharField(max_length=120, blank=True)
    why = models.TextField()
    change = models.TextField()
    due_on = models.DateField()
    task_id = models.UUIDField(null=True)
    conclusion = models.TextField()
    at = models.DateTimeField()
    by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="look_back_position_once"),
            models.UniqueConstraint(fields=["matter", "ground_key"], name="look_back_ground_once"),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"


class LookBackStatement(models.Model):
    """What whoever was at the post says to it; as often as they want, and none takes another's place."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "look_back_id", "position", "text", "at", "by")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    look_back = models.ForeignKey(LookBack, models.PROTECT, related_name="statements", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["look_back", "position"], name="look_back_statement_position_once")
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
