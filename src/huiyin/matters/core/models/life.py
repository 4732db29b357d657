"""What happened to a matter, what was written about it, what was attached."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.core.rules.states import MessageKind
from huiyin.workflow.models import TimelineRow


class Event(TimelineRow):
    """One step of a matter."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("matter_id", *TimelineRow.LEDGER_STEP)
    LEDGER_LATER: ClassVar[dict[str, object]] = {"version": None}

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="events", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["matter", "at", "id"], name="event_of_matter")]


class Message(models.Model):
    """A note of the office, a question to the petitioner, an answer to them, or what the petitioner wrote.

    `question` counts the questions of the petitioner in their matter from 1, and is the round of its clock; None: the
    message wants no answer. `answered_at` belongs to the questions of either side.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("matter_id", "at", "kind", "actor", "office", "body")
    LEDGER_LATER: ClassVar[dict[str, object]] = {"question": None, "answered_at": None}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="messages", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in MessageKind])
    actor = models.CharField(max_length=60)
    office = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    answered_at = models.DateTimeField(null=True)
    question = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "question"], condition=Q(question__isnull=False), name="message_question_once"
            )
        ]
        indexes = [models.Index(fields=["matter", "at", "id"], name="message_of_matter")]

    def __str__(self) -> str:
        """Its kind."""
        return self.kind


class Attachment(models.Model):
    """A stored file as part of a matter. A file of the office is shown to the petitioner only when public.

    `position` counts from 0 in the order in which they were sent; rows from before there was the column all have 0.
    `reply` is the one that it belongs to as an annex; such a file is public from when that is served.
    `field_visit` is the visit that it shows something of.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("matter_id", "file_id", "at", "actor", "is_public")
    LEDGER_LATER: ClassVar[dict[str, object]] = {"position": 0, "reply": None, "field_visit": None}
    # Ids of one moment are in no order, so they come last.
    IN_ORDER: ClassVar[tuple[str, ...]] = ("position", "at", "id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="attachments", db_index=False)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    is_public = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    reply = models.ForeignKey("matters.Reply", models.PROTECT, null=True, related_name="files", db_index=False)
    field_visit = models.ForeignKey(
        "matters.FieldVisit", models.PROTECT, null=True, related_name="files", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "file"], name="attachment_once")]
        indexes = [
            models.Index(fields=["file"], condition=Q(is_public=True), name="attachment_of_file"),
            models.Index(fields=["reply"], condition=Q(reply__isnull=False), name="attachment_of_reply"),
        ]

    def __str__(self) -> str:
        """The file's id."""
        return str(self.file_id)
