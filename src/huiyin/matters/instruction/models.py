"""Instructions from above (A3): who wants a report on a matter by which day, and the reports."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter
from huiyin.matters.instruction.rules import ISSUER_MAX, NUMBER_MAX, Issuer, ReportKind, SendWay


class Instruction(models.Model):
    """What a body outside, or a leader, has asked to be told of a matter. It measures units, never who complained.

    `office` is the unit that took it in. `due_on` is the day that counts now; `round` is that of its clock.
    `reported_on` is the day on which the final report left, `reported_unit` the unit that had the matter then.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "matter_id", "position", "issuer_kind", "issuer", "words", "number", "instructed_on", "office_id",
        "recorded_at", "recorded_by", "due_on", "due_by_rule", "round", "reported_on", "reported_unit_id",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="instructions", db_index=False)
    position = models.PositiveSmallIntegerField()
    issuer_kind = models.CharField(max_length=8, choices=[(issuer.value, issuer.value) for issuer in Issuer])
    issuer = models.CharField(max_length=ISSUER_MAX)
    words = models.TextField(blank=True)
    number = models.CharField(max_length=NUMBER_MAX, blank=True)
    instructed_on = models.DateField()
    office = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField()
    due_on = models.DateField()
    due_by_rule = models.BooleanField()
    round = models.PositiveSmallIntegerField()
    reported_on = models.DateField(null=True)
    reported_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="instruction_position_once"),
            models.UniqueConstraint(fields=["matter", "round"], name="instruction_round_once"),
            models.CheckConstraint(
                name="instruction_reported_by_a_unit",
                condition=Q(reported_on__isnull=True, reported_unit__isnull=True)
                | Q(reported_on__isnull=False, reported_unit__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(reported_on__isnull=True), name="instruction_owed"),
            models.Index(fields=["office", "due_on"], name="instruction_of_office"),
            models.Index(fields=["reported_unit", "due_on"], name="instruction_reported"),
        ]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"


class InstructionExtension(models.Model):
    """Another day that the body itself agreed to, in its words, before the first one had passed."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "instruction_id", "position", "agreed_on", "words", "before_on", "due_on", "recorded_at", "recorded_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="extensions", db_index=False)
    position = models.PositiveSmallIntegerField()
    agreed_on = models.DateField()
    words = models.TextField()
    before_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction", "position"], name="instruction_extension_once"),
            models.CheckConstraint(name="instruction_extended", condition=Q(due_on__gt=F("before_on"))),
        ]

    def __str__(self) -> str:
        """The new day."""
        return str(self.due_on)


class InstructionReport(models.Model):
    """A report on an instruction: drafted, approved by somebody else, sent on a day. `unit` is in whose name."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "instruction_id", "position", "kind", "text", "unit_id", "drafted_at", "drafted_by", "returned_at",
        "returned_by", "return_reason", "approved_at", "approved_by", "sent_on", "way", "sent_note", "recorded_at",
        "recorded_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="reports", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ReportKind])
    text = models.TextField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    drafted_at = models.DateTimeField()
    drafted_by = models.BigIntegerField()
    returned_at = models.DateTimeField(null=True)
    returned_by = models.BigIntegerField(null=True)
    return_reason = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    sent_on = models.DateField(null=True)
    way = models.CharField(max_length=8, blank=True, choices=[(way.value, way.value) for way in SendWay])
    sent_note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction", "position"], name="instruction_report_once"),
            models.UniqueConstraint(
                fields=["instruction"],
                condition=Q(returned_at__isnull=True, recorded_at__isnull=True),
                name="instruction_one_report_at_a_time",
            ),
            models.CheckConstraint(
                name="instruction_report_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
            ),
        ]

    def __str__(self) -> str:
        """Its place among those of the instruction."""
        return f"{self.instruction_id}/{self.position}"


class InstructionFile(models.Model):
    """A file of the matter that is the body's letter, or (`report`) goes with a report; never the petitioner's."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "instruction_id", "report_id", "attachment_id")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="files", db_index=False)
    report = models.ForeignKey(InstructionReport, models.PROTECT, null=True, related_name="files", db_index=False)
    attachment = models.ForeignKey("matters.Attachment", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction", "attachment"], name="instruction_file_once"),
        ]

    def __str__(self) -> str:
        """The file's place among those of the matter."""
        return str(self.attachment_id)
