"""Reception days and the appointments of a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.telephone.rules import CallResult
from huiyin.reception.rules import (
    MINUTES_LEAST,
    MINUTES_MOST,
    PLACE_MAX,
    PORTFOLIO_MAX,
    REASON_MAX,
    SLOTS_MAX,
    TITLE_MAX,
    TOPIC_MAX,
    CancelledBy,
    Form,
)


class ReceptionDay(models.Model):
    """A leader receives people: from `starts_at` on, `slots` times `minutes`. Kept for good, cancelled ones too."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "unit_id", "officer_id", "title", "portfolio", "form", "topic", "place", "starts_at", "slots",
        "minutes", "published_at", "cancelled_at", "cancel_reason", "version",
    )  # fmt: skip
    LEDGER_LATER: ClassVar[dict[str, object]] = {"plan": None, "planned_on": None, "stops": ""}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Django's own indexes are left out throughout: those below begin with the same columns where one is needed.
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=TITLE_MAX)
    portfolio = models.CharField(max_length=PORTFOLIO_MAX, blank=True)
    form = models.CharField(max_length=11, choices=[(form.value, form.value) for form in Form])
    topic = models.CharField(max_length=TOPIC_MAX, blank=True)
    place = models.CharField(max_length=PLACE_MAX)
    starts_at = models.DateTimeField()
    slots = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=REASON_MAX, blank=True)
    version = models.PositiveIntegerField(default=1)
    # The rule that made it, and the day that the rule wanted: a plan never makes a day twice.
    plan = models.ForeignKey(
        "reception.ReceptionPlan", models.PROTECT, null=True, related_name="days", db_index=False
    )
    planned_on = models.DateField(null=True)
    # Of a round: its places in their order, a line each.
    stops = models.TextField(blank=True, default="")

    class Meta:
        """Read by time on the portal, by unit and time at the desk."""

        indexes = [
            models.Index(fields=["starts_at", "id"], name="reception_day_coming"),
            models.Index(fields=["unit", "starts_at"], name="reception_day_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="reception_leader_once_at_a_time",
            ),
            models.UniqueConstraint(fields=["plan", "planned_on"], name="reception_plan_makes_a_day_once"),
            models.CheckConstraint(condition=Q(form__in=[form.value for form in Form]), name="reception_form_known"),
            models.CheckConstraint(
                condition=Q(form=Form.TOPIC.value) & ~Q(topic="") | ~Q(form=Form.TOPIC.value) & Q(topic=""),
                name="reception_topic_of_its_form",
            ),
            models.CheckConstraint(
                condition=Q(
                    slots__gte=1, slots__lte=SLOTS_MAX, minutes__gte=MINUTES_LEAST, minutes__lte=MINUTES_MOST
                ),
                name="reception_length_in_range",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="reception_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        """When it is."""
        return self.starts_at.isoformat()


class Appointment(models.Model):
    """One slot of a day that somebody has booked. Who it is lies in the vault.

    Found by its day or by its code, and by nothing that belongs to a person. `matter` is what they have asked to talk
    about, or what was registered when they came.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "day_id", "slot", "matter_id", "identity_id", "words", "has_email", "code_hash", "token_hash",
        "booked_at", "cancelled_at", "cancelled_by", "noted_at",
    )  # fmt: skip
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "contact_mark": "counts bookings of one address until the day; made with a key outside the database",
        "origin_mark": "counts bookings from one network until the day; made with a key outside the database",
    }
    LEDGER_DERIVED: ClassVar[dict[str, str]] = {"reminded_at": "reception.reminded"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.ForeignKey(ReceptionDay, models.PROTECT, related_name="appointments", db_index=False)
    slot = models.PositiveSmallIntegerField()
    matter = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+", db_index=False)
    # No index, on purpose: nothing leads from a person to their bookings.
    identity_id = models.UUIDField()
    words = models.TextField(blank=True)
    has_email = models.BooleanField(default=False)
    code_hash = models.BinaryField(max_length=32, unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=6, blank=True, choices=[(who.value, who.value) for who in CancelledBy])
    noted_at = models.DateTimeField(null=True)
    # Not in the ledger: while the booking is to come it is counted by this, then it is emptied. A keyed hash of the
    # phone number or e-mail address, for bookings alone: nothing else anywhere is found by it.
    contact_mark = models.BinaryField(max_length=32, null=True)
    # Not in the ledger, and emptied with the mark above: a keyed hash of the day and of the network it was booked
    # from, so that no single one takes a whole day.
    origin_mark = models.BinaryField(max_length=32, null=True)
    # Not in the ledger: the outbox has the notice.
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        """A slot is nobody's or one person's, and a matter has one slot of a day."""

        indexes = [
            models.Index(fields=["day", "slot"], name="reception_booked_of_day"),
            models.Index(
                fields=["contact_mark"], condition=Q(contact_mark__isnull=False), name="reception_booked_by_contact"
            ),
            models.Index(fields=["matter"], condition=Q(matter__isnull=False), name="reception_booked_of_matter"),
        ]
        constraints = [
            # Only of what isn't cancelled: a slot that was let go is booked again.
            models.UniqueConstraint(
                fields=["day", "slot"], condition=Q(cancelled_at__isnull=True), name="reception_slot_once"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by="")
                | Q(cancelled_at__isnull=False, cancelled_by__in=[who.value for who in CancelledBy]),
                name="reception_cancelled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """The slot of the day; nothing of the person."""
        return f"{self.day_id}/{self.slot}"


class AppointmentCall(models.Model):
    """A to-do of the unit that receives: to call whoever has booked and is reached by nothing else.

    Open until `done_at`, one at a time for each booking. `result` stays empty where the booking was cancelled first.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "appointment_id", "asked_at", "due_on", "tried", "tried_at", "result", "done_at", "done_by",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="calls", db_index=False)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    tried = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    result = models.CharField(
        max_length=12, blank=True, default="", choices=[(result.value, result.value) for result in CallResult]
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(done_at__isnull=True), name="reception_call_one_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["appointment", "asked_at"], name="reception_call_of_booking"),
            models.Index(fields=["due_on", "id"], condition=Q(done_at__isnull=True), name="reception_call_due"),
        ]

    def __str__(self) -> str:
        """The opaque id and nothing else."""
        return str(self.id)
