"""Talks with the head of a unit (D3): the grounds as they were counted, the day, the minutes, what was promised."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.models import Matter
from huiyin.supervision.talks.rules import PLACE_MAX, TalkGroundCode


class Talk(models.Model):
    """A talk to which a unit's head is called by who leads a unit above. `days` is the span that was looked at."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "unit_id", "by_unit_id", "days", "called_at", "called_by", "meet_on", "place", "words", "held_on",
        "attended", "minutes", "recorded_at", "recorded_by", "cancelled_at", "cancelled_by", "cancel_reason",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    by_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    days = models.PositiveSmallIntegerField()
    called_at = models.DateTimeField()
    called_by = models.BigIntegerField()
    meet_on = models.DateField()
    place = models.CharField(max_length=PLACE_MAX, blank=True)
    words = models.TextField(blank=True)
    held_on = models.DateField(null=True)
    attended = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.BigIntegerField(null=True)
    cancel_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="talk_held_or_cancelled", condition=Q(held_on__isnull=True) | Q(cancelled_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["unit", "called_at"], name="talk_of_unit"),
            models.Index(fields=["by_unit", "called_at"], name="talk_by_unit"),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class TalkGround(models.Model):
    """A ground as it stood when the head was called: how many the figures counted."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "talk_id", "code", "count")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    talk = models.ForeignKey(Talk, models.PROTECT, related_name="grounds", db_index=False)
    code = models.CharField(max_length=16, choices=[(ground.value, ground.value) for ground in TalkGroundCode])
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["talk", "code"], name="talk_ground_once"),
            models.CheckConstraint(name="talk_ground_counted", condition=Q(count__gt=0)),
        ]

    def __str__(self) -> str:
        """Its code."""
        return self.code


class TalkMatter(models.Model):
    """A matter that a ground counts; shown to whoever may see the matter, and to nobody else."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "ground_id", "matter_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ground = models.ForeignKey(TalkGround, models.PROTECT, related_name="matters", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ground", "matter"], name="talk_matter_once")]

    def __str__(self) -> str:
        """The matter's id."""
        return str(self.matter_id)


class TalkMeasure(models.Model):
    """What the unit promised in the talk, by a day; a task of the unit comes of it."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "talk_id", "position", "text", "due_on")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    talk = models.ForeignKey(Talk, models.PROTECT, related_name="measures", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "position"], name="talk_measure_once")]

    def __str__(self) -> str:
        """Its place in the talk."""
        return f"{self.talk_id}/{self.position}"


class TalkAnswer(models.Model):
    """What the unit says to it in writing, as often as it has something to say."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "talk_id", "position", "text", "answered_at", "answered_by")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    talk = models.ForeignKey(Talk, models.PROTECT, related_name="answers", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    answered_at = models.DateTimeField()
    answered_by = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "position"], name="talk_answer_once")]

    def __str__(self) -> str:
        """Its place in the talk."""
        return f"{self.talk_id}/{self.position}"
