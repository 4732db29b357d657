"""Schemes, the units that owe them, their returns, and what was corrected."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.clocks.selectors import calendar
from huiyin.kernel.ids import new_id
from huiyin.returns.rules.plans import CALLER_POST_MAX, DOCUMENT_MAX, NAME_MAX, NOTE_MAX, REASON_MAX, SchemePlan
from huiyin.returns.rules.states import ReturnState, ReturnWay
from huiyin.returns.rules.timetable import Covers, OffDays, Rhythm, Timetable
from huiyin.workflow.models import Case, TimelineRow


class Scheme(models.Model):
    """What units owe another one again and again. `field_codes` and `times` are lists with blanks between.

    `version` counts revisions, from 1. `original_codes` are the fields before a revision first changed them.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "name", "document", "reason", "receiving_unit_id", "rhythm", "weekday", "month_day", "times", "covers",
        "field_codes", "begins_on", "ends_on", "begun_at", "begun_by", "ended_at", "ended_by", "end_reason",
    )  # fmt: skip
    # By the last four the worker lists slots: what they say decides which returns are asked for at all.
    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "second_month_day": None, "off_days": OffDays.STAY.value, "version": 1, "original_codes": "",
        "listed_until": None, "renewed_at": None, "covered_until": None, "calendar_mark": "",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=NAME_MAX)
    document = models.CharField(max_length=DOCUMENT_MAX, blank=True)
    reason = models.CharField(max_length=REASON_MAX)
    receiving_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    rhythm = models.CharField(max_length=8, choices=[(rhythm.value, rhythm.value) for rhythm in Rhythm])
    weekday = models.PositiveSmallIntegerField(null=True)
    month_day = models.PositiveSmallIntegerField(null=True)
    second_month_day = models.PositiveSmallIntegerField(null=True)
    off_days = models.CharField(
        max_length=4, default=OffDays.STAY.value, choices=[(off_days.value, off_days.value) for off_days in OffDays]
    )
    times = models.CharField(max_length=60)
    covers = models.CharField(max_length=16, choices=[(covers.value, covers.value) for covers in Covers])
    field_codes = models.TextField()
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    end_reason = models.CharField(max_length=REASON_MAX, blank=True)
    version = models.PositiveIntegerField(default=1)
    original_codes = models.TextField(blank=True, default="")
    listed_until = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True)
    covered_until = models.DateTimeField(null=True)
    calendar_mark = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["receiving_unit", "begins_on"], name="returns_scheme_of_receiver")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=[Rhythm.DAILY, Rhythm.WORKDAYS], weekday=None, month_day=None)
                | Q(rhythm=Rhythm.WEEKLY, weekday__gte=0, weekday__lte=6, month_day=None)
                | Q(rhythm__in=[Rhythm.MONTHLY, Rhythm.TWICE_MONTHLY], weekday=None, month_day__range=(1, 31)),
                name="returns_scheme_day_of_its_rhythm",
            ),
            models.CheckConstraint(
                condition=~Q(rhythm=Rhythm.TWICE_MONTHLY) & Q(second_month_day=None)
                | Q(
                    rhythm=Rhythm.TWICE_MONTHLY, second_month_day__gt=models.F("month_day"), second_month_day__lte=31
                ),
                name="returns_scheme_second_day_of_its_rhythm",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("begins_on")),
                name="returns_scheme_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its fields."""
        return tuple(self.field_codes.split())

    def codes_as_listed(self, field_codes: str) -> tuple[str, ...]:
        """The codes of a return that was listed with these; "" is of before fields could change."""
        return tuple((field_codes or self.original_codes or self.field_codes).split())

    @property
    def timetable(self) -> Timetable:
        """Its slots, by the calendar in force."""
        return replace(
            self.plan(()).timetable, calendar=calendar(), since=self.renewed_at, covered_until=self.covered_until
        )

    def plan(self, unit_ids: Iterable[int]) -> SchemePlan:
        """Its plan as it is now, with these units."""
        return SchemePlan(
            name=self.name,
            document=self.document,
            reason=self.reason,
            receiving_unit_id=self.receiving_unit_id,
            unit_ids=tuple(unit_ids),
            field_codes=self.codes,
            rhythm=Rhythm(self.rhythm),
            times=self.times,
            covers=Covers(self.covers),
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            weekday=self.weekday,
            month_day=self.month_day,
            second_month_day=self.second_month_day,
            off_days=OffDays(self.off_days),
        )

    def apply_plan(self, plan: SchemePlan) -> None:
        """Take the values of a checked plan; its units are rows of their own."""
        for name in (
            "name", "document", "reason", "receiving_unit_id", "rhythm", "weekday", "month_day", "second_month_day",
            "off_days", "times", "covers", "begins_on", "ends_on",
        ):  # fmt: skip
            setattr(self, name, getattr(plan, name))
        self.field_codes = " ".join(plan.field_codes)


class SchemeUnit(models.Model):
    """One unit that owes a scheme's returns, or owed them until a revision."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "scheme_id", "unit_id")
    LEDGER_LATER: ClassVar[dict[str, object]] = {"dropped_at": None}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="units", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "unit"], name="returns_unit_owes_once")]
        indexes = [models.Index(fields=["unit", "scheme"], name="returns_scheme_of_unit")]

    def __str__(self) -> str:
        """Scheme and unit."""
        return f"{self.scheme_id}/{self.unit_id}"


class SchemeRevision(models.Model):
    """One revision of a scheme: what it changed from and to, why, by whom, when, from which slot on."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "scheme_id", "version", "at", "by", "reason", "first_due_at", "before_text", "after_text",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="revisions", db_index=False)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    reason = models.CharField(max_length=REASON_MAX)
    first_due_at = models.DateTimeField(null=True)
    before_text = models.TextField()
    after_text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "version"], name="returns_revision_once")]

    def __str__(self) -> str:
        """Which revision of its scheme."""
        return f"{self.scheme_id}/{self.version}"


class Return(Case):
    """What one unit owes for one slot, and what it has reported. Whether it is late is computed.

    `reported_at` is when the unit reported: of what came by telephone the call, and `recorded_at` when that was
    written down. `counts_text` holds the numbers by field; the old ones of a correction are in `Correction`.
    `field_codes` are the fields that its scheme had when it was listed; "": of before fields could change.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "scheme_id", "unit_id", "state", "version", "covers_from", "covers_to", "opens_at", "due_at",
        "counts_text", "note", "is_nothing", "way", "caller_post", "reported_at", "recorded_at", "reported_by",
        "found_later_at", "found_later_by", "found_later_reason",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {"field_codes": ""}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="returns", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in ReturnState])
    covers_from = models.DateTimeField()
    covers_to = models.DateTimeField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    field_codes = models.TextField(blank=True, default="")
    counts_text = models.TextField(default="{}")
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    is_nothing = models.BooleanField(default=False)
    way = models.CharField(max_length=8, blank=True, choices=[(way.value, way.value) for way in ReturnWay])
    caller_post = models.CharField(max_length=CALLER_POST_MAX, blank=True)
    reported_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    reported_by = models.CharField(max_length=60, blank=True)
    found_later_at = models.DateTimeField(null=True)
    found_later_by = models.CharField(max_length=60, blank=True)
    found_later_reason = models.CharField(max_length=REASON_MAX, blank=True)

    class Meta:
        constraints = [
            # What was called off may be asked for anew: a unit that owes it again, or other numbers.
            models.UniqueConstraint(
                fields=["scheme", "unit", "due_at"],
                condition=~Q(state=ReturnState.CALLED_OFF),
                name="returns_slot_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReturnState.DUE, ReturnState.CALLED_OFF], reported_at__isnull=True, way="")
                | Q(state__in=[ReturnState.SENT, ReturnState.CORRECTED], reported_at__isnull=False) & ~Q(way=""),
                name="returns_sent_with_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(found_later_at__isnull=True, found_later_reason="")
                | Q(found_later_at__isnull=False) & ~Q(found_later_reason=""),
                name="returns_found_later_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-due_at"], name="returns_of_unit"),
            models.Index(fields=["scheme", "due_at"], name="returns_of_slot"),
            models.Index(fields=["unit", "due_at"], condition=Q(state=ReturnState.DUE), name="returns_due_of_unit"),
        ]

    def __str__(self) -> str:
        """Its instant."""
        return self.due_at.isoformat()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its fields, whatever its scheme has by now."""
        return self.scheme.codes_as_listed(self.field_codes)


class ReturnStep(TimelineRow):
    """One step of a return."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("of_return_id", *TimelineRow.LEDGER_STEP, "version")

    of_return = models.ForeignKey(Return, models.PROTECT, related_name="steps", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["of_return", "version"], name="returns_step_of_return")]


class Correction(models.Model):
    """One number, or the note, that was corrected: what it was, what it is, why, by whom, when."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "of_return_id", "field", "old", "new", "reason", "by", "at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of_return = models.ForeignKey(Return, models.PROTECT, related_name="corrections", db_index=False)
    field = models.CharField(max_length=40)
    old = models.CharField(max_length=NOTE_MAX, blank=True)
    new = models.CharField(max_length=NOTE_MAX, blank=True)
    reason = models.CharField(max_length=REASON_MAX)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["of_return", "at", "id"], name="returns_correction_of_return")]

    def __str__(self) -> str:
        """The field's code."""
        return self.field
