"""The reminder on the day before."""

from datetime import datetime

from django.db import transaction

from huiyin.kernel.time import OFFICE_ZONE, begin_of_day, begin_of_next_day, office_day
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.reception.models import Appointment
from huiyin.reception.rules import day_after, reminder_key

_MORNING = 8
_BATCH = 200


def appointments_remind(*, at: datetime) -> int:
    """Remind everybody whose reception is tomorrow, once; gives how many.

    From eight in the morning. Any number of workers may do this at once: a row is taken by a conditional UPDATE in
    the transaction of its notice. What bookings were counted by is emptied once their day has begun.
    """
    over = Appointment.objects.filter(contact_mark__isnull=False, day__starts_at__lt=at)
    # At any hour, before the question of the morning: it is about what is kept, not about who is told.
    over.update(contact_mark=None, origin_mark=None)
    if at.astimezone(OFFICE_ZONE).hour < _MORNING:
        return 0
    tomorrow = day_after(at)
    wanted = Appointment.objects.filter(
        day__starts_at__gte=begin_of_day(tomorrow),
        day__starts_at__lt=begin_of_next_day(tomorrow),
        cancelled_at__isnull=True,
        reminded_at__isnull=True,
    )
    found = wanted.order_by("pk").values_list("pk", "identity_id", "day__starts_at")[:_BATCH]
    drafts = [
        NoticeDraft(
            template="appointment_tomorrow",
            dedupe=reminder_key(pk),
            at=at,
            identity_id=identity_id,
            params={"due_on": office_day(starts_at).isoformat()},
        )
        for pk, identity_id, starts_at in found
    ]
    for (pk, *_), draft in zip(found, drafts, strict=True):
        # One for each: on SQLite a transaction holds the only write lock.
        with transaction.atomic():
            unreminded = Appointment.objects.filter(pk=pk, reminded_at__isnull=True, cancelled_at__isnull=True)
            if unreminded.update(reminded_at=at):
                notices_enqueue([draft])
    return len(drafts)
