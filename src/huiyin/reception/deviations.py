"""Whether people were reminded of their appointments, recomputed by verification."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from huiyin.ledger.checks import Check, Deviation, check_register
from huiyin.notices.selectors import keys_enqueued
from huiyin.reception.models import Appointment
from huiyin.reception.rules import reminder_key

_BATCH = 500


def reminded_deviations(_at: datetime) -> Iterator[Deviation]:
    """Appointments that are marked as reminded of, while no reminder was ever put into the outbox."""
    marked = Appointment.objects.filter(reminded_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    rows = marked.iterator(chunk_size=2000)
    while batch := list(islice(rows, _BATCH)):
        there = keys_enqueued(keys=[reminder_key(pk) for pk in batch])
        for pk in batch:
            if reminder_key(pk) not in there:
                yield Deviation(_("预约 %(id)s 标为已提醒，却没有提醒的通知。") % {"id": pk}, pk)


def reminded_mend(found: Sequence[Deviation], _at: datetime) -> int:
    """Not reminded yet: the round of the day before does it."""
    return Appointment.objects.filter(pk__in=[deviation.key for deviation in found]).update(reminded_at=None)


def register() -> None:
    """At start-up."""
    check_register(Check("reception.reminded", reminded_deviations, reminded_mend))
