"""What the worker does of returns: it lists slots, follows the calendar, and calls off what closed units owe."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.setbacks import failure_log
from huiyin.returns.models import Return, Scheme
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.services.calling_off import unit_call_off
from huiyin.returns.services.renew import scheme_follow_calendar, schemes_of_another_calendar
from huiyin.returns.services.slots import scheme_slots_list

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SlotsReport:
    """How many returns a round has listed, what another round did first, and what failed and will be tried again."""

    listed: int = 0
    overtaken: int = 0
    failed: int = 0


def slots_list(*, at: datetime) -> SlotsReport:
    """List what is due soon, of all schemes that haven't ended. Any number of rounds list a slot once.

    Where the calendar has changed since slots were listed, those ahead are made anew before.
    """
    counts = {"listed": 0, "overtaken": 0, "failed": 0}
    for scheme_id in schemes_of_another_calendar(at=at):
        try:
            counts["listed"] += scheme_follow_calendar(scheme_id=scheme_id, at=at)
        except Exception as error:
            failure_log(_log, f"calendar of scheme {scheme_id}", error)
            counts["failed"] += 1
    for scheme_id in _schemes_running(at):
        try:
            found = scheme_slots_list(scheme_id=scheme_id, at=at)
        except Exception as error:
            failure_log(_log, f"slots of scheme {scheme_id}", error)
            counts["failed"] += 1
        else:
            counts["overtaken" if found is None else "listed"] += found or 0
    # A unit may have been closed while a round listed what it owes; the closing couldn't see that yet.
    for unit_id in _closed_units_owing(at):
        unit_call_off(unit_id=unit_id, at=at)
    return SlotsReport(**counts)


def _closed_units_owing(at: datetime) -> list[int]:
    later = Return.objects.filter(state=ReturnState.DUE, due_at__gt=at, unit__is_active=False)
    return list(later.order_by("unit").values_list("unit", flat=True).distinct())


def _schemes_running(at: datetime) -> list[UUID]:
    """All whose last slot may not be listed yet."""
    found = Scheme.objects.order_by("begun_at", "pk")
    return [scheme.pk for scheme in found if scheme.timetable.slots_to_list(after=scheme.listed_until, at=at)]
