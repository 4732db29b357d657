"""Which matters were received at which reception: whoever receives a matter answers for it until it is closed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id


class ReceivedMatter(models.Model):
    """A matter that somebody brought to a leader's reception, booked or not, or that was talked about there.

    The leader is that of the day. Nothing of the person is here: it lies with the matter.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "matter_id", "day_id", "appointment_id", "received_at")
    # Whoever is marked as notified never is: of a notice that was never made there is nothing to commit to.
    LEDGER_LATER: ClassVar[dict[str, object]] = {"closed_notified_at": None, "late_notified_at": None}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", db_index=False)
    day = models.ForeignKey("reception.ReceptionDay", models.PROTECT, related_name="received", db_index=False)
    appointment = models.ForeignKey(
        "reception.Appointment", models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_at = models.DateTimeField()
    closed_notified_at = models.DateTimeField(null=True)
    late_notified_at = models.DateTimeField(null=True)

    class Meta:
        """A matter is received once on a day, however often it is talked about."""

        indexes = [
            models.Index(fields=["day"], name="reception_received_on_day"),
            # What is over and known to be over stands in no round.
            models.Index(
                fields=["received_at"], condition=Q(closed_notified_at__isnull=True), name="reception_received_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["matter", "day"], name="reception_received_once_a_day"),
        ]

    def __str__(self) -> str:
        """The opaque ids and nothing else."""
        return f"{self.matter_id}/{self.day_id}"
