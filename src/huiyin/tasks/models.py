"""Tasks, the units that help, the files that prove them, and their steps."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.tasks.rules.limits import NOTE_MAX, REFERENCE_MAX, TEXT_MAX
from huiyin.tasks.rules.states import OPEN_STATES, WORKING_STATES, TaskState
from huiyin.workflow.models import Case, TimelineRow


class Task(Case):
    """Something that a unit does by a day, for the unit that gave it.

    `origin_kind` and `origin_id` are what it comes from ("" and None: from nothing but a decision), `case_kind` and
    `case_id` the case whose bars it inherits by that. Where it `follows` its origin, the origin's own moves move it,
    it has no clock beside the origin's, and its text may be "": then the origin says what it is. `officer` is whoever
    does it, None until somebody has taken it. `due_at` is an instant, the end of a day unless `has_time`; `round`
    counts the days that it has had. `reference` is the giving unit's own number. `asked_due_at` is the day that was
    asked for and isn't decided on yet.
    """

    objects: ClassVar[models.Manager["Task"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "reference", "text", "origin_kind", "origin_id", "case_kind", "case_id", "follows", "from_unit_id",
        "given_by", "given_at", "unit_id", "officer_id", "due_at", "has_time", "round", "state", "done_at", "done_by",
        "done_note", "checked_at", "checked_by", "asked_due_at", "asked_by", "extended_at", "version",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=REFERENCE_MAX, blank=True)
    text = models.CharField(max_length=TEXT_MAX, blank=True)
    origin_kind = models.CharField(max_length=20, blank=True)
    origin_id = models.UUIDField(null=True)
    case_kind = models.CharField(max_length=20, blank=True)
    case_id = models.UUIDField(null=True)
    follows = models.BooleanField(default=False)
    from_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    given_by = models.BigIntegerField(null=True)
    given_at = models.DateTimeField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    has_time = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=10, default=TaskState.GIVEN.value, choices=[(state.value, state.value) for state in TaskState]
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True)
    done_note = models.CharField(max_length=NOTE_MAX, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.BigIntegerField(null=True)
    asked_due_at = models.DateTimeField(null=True)
    asked_by = models.BigIntegerField(null=True)
    extended_at = models.DateTimeField(null=True)

    class Meta:
        """Read by unit, by giving unit and by officer, the first due first."""

        constraints = [
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id"], condition=Q(follows=True), name="task_follows_once"
            ),
            models.UniqueConstraint(
                fields=["from_unit", "reference"], condition=~Q(reference=""), name="task_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_id__isnull=True)
                | (~Q(origin_kind="") & Q(origin_id__isnull=False)),
                name="task_origin_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_at"], condition=Q(state__in=sorted(OPEN_STATES)), name="task_of_unit"),
            models.Index(
                fields=["from_unit", "due_at"], condition=Q(state__in=sorted(OPEN_STATES)), name="task_from_unit"
            ),
            models.Index(
                fields=["officer", "due_at"], condition=Q(state__in=sorted(WORKING_STATES)), name="task_of_officer"
            ),
            models.Index(fields=["origin_kind", "origin_id"], name="task_of_origin"),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)


class TaskAssistance(models.Model):
    """A unit that helps with a task."""

    objects: ClassVar[models.Manager["TaskAssistance"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("task_id", "unit_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="assisting", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="task_assistance_once")]
        indexes = [models.Index(fields=["unit"], name="task_assisted_by")]

    def __str__(self) -> str:
        """The unit's id."""
        return str(self.unit_id)


class TaskFile(models.Model):
    """A stored file that shows what was done; `position` counts from 0."""

    objects: ClassVar[models.Manager["TaskFile"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("task_id", "file_id", "position", "at", "by")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="files", db_index=False)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="task_file_position_once"),
            models.UniqueConstraint(fields=["file"], name="task_file_once"),
        ]

    def __str__(self) -> str:
        """The file's id."""
        return str(self.file_id)


class TaskStep(TimelineRow):
    """One step of a task."""

    objects: ClassVar[models.Manager["TaskStep"]] = models.Manager()
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("task_id", "version", *TimelineRow.LEDGER_STEP)

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["task", "version"], name="task_step_of_task")]
