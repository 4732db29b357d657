"""Slots ahead made anew: a scheme was revised, or the calendar that it follows has changed.

What is due already never changes, and what was reported ahead of its time stays. An empty slot ahead that the scheme
still has just so stays as well; any other is called off. The first new one begins where those that stay end.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from huiyin.clocks.selectors import calendar
from huiyin.kernel.time import begin_of_day, office_day
from huiyin.returns.models import Return, Scheme
from huiyin.returns.rules.states import RENEWED, ReturnState
from huiyin.returns.rules.timetable import OffDays, Rhythm, Slot, slots_left
from huiyin.returns.services.calling_off import returns_call_off
from huiyin.returns.services.slots import (
    asked_until,
    scheme_progress_record,
    scheme_slots_list,
    slots_insert,
    units_owing,
)

_RENEWED = ("listed_until", "renewed_at", "covered_until", "calendar_mark")


def slots_catch_up(*, scheme: Scheme, at: datetime) -> None:
    """List what was due by now and isn't listed, by the rules as they were; in the transaction that holds its row."""
    slots = scheme.timetable.slots(after=scheme.listed_until, until=at)
    if slots:
        slots_insert(scheme=scheme, slots=slots, at=at)
        scheme.listed_until = slots[-1].due_at


def slots_renew(*, scheme: Scheme, at: datetime) -> int:
    """Make the slots ahead anew, in the transaction that holds the scheme's row; gives how many returns are new."""
    begin_anew(scheme, at)
    scheme.save(update_fields=_RENEWED)
    scheme_progress_record(kind=RENEWED, scheme=scheme, at=at)
    # Held: who reports meanwhile comes before or after.
    rows = empty_ahead(scheme, at).select_for_update()
    returns_call_off([row.pk for row in without_slot(scheme, rows, units_owing(scheme), at)], at=at)
    return scheme_slots_list(scheme_id=scheme.pk, at=at) or 0


def begin_anew(scheme: Scheme, at: datetime) -> None:
    """Have its slots begin anew at that instant; the row isn't stored."""
    scheme.covered_until = _covered_until(scheme, at)
    scheme.renewed_at = at
    scheme.listed_until = listed_from(scheme, at)
    scheme.calendar_mark = calendar().fingerprint


def _covered_until(scheme: Scheme, at: datetime) -> datetime | None:
    """Up to when the slots that stay have asked; None before the first one."""
    kept = Return.objects.filter(scheme=scheme, due_at__lte=at).exclude(state=ReturnState.CALLED_OFF)
    return kept.aggregate(until=Max("covers_to"))["until"]  # type: ignore[no-any-return]


def listed_from(scheme: Scheme, at: datetime) -> datetime:
    """After which instant slots are listed: one of its first day whose time is past can't be kept any more."""
    return max(at, begin_of_day(scheme.begins_on))


def schemes_of_another_calendar(*, at: datetime) -> list[UUID]:
    """Schemes that follow the calendar, whose slots were listed by another one than that in force."""
    running = Q(ends_on=None) | Q(ends_on__gte=office_day(at))
    follow = Q(rhythm=Rhythm.WORKDAYS) | Q(off_days=OffDays.NEXT)
    found = Scheme.objects.filter(running, follow).exclude(calendar_mark=calendar().fingerprint)
    return list(found.order_by("begun_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def scheme_follow_calendar(*, scheme_id: UUID, at: datetime) -> int:
    """Make the slots ahead of one scheme anew, by the calendar in force; gives how many returns are new."""
    scheme = Scheme.objects.select_for_update().get(pk=scheme_id)
    # Another round may have been first.
    if scheme.calendar_mark == calendar().fingerprint:
        return 0
    slots_catch_up(scheme=scheme, at=at)
    return slots_renew(scheme=scheme, at=at)


def empty_ahead(scheme: Scheme, at: datetime) -> "QuerySet[Return]":
    """Its returns that aren't due yet and haven't come, the first due first."""
    return Return.objects.filter(scheme=scheme, state=ReturnState.DUE, due_at__gt=at).order_by("due_at", "pk")


def without_slot(scheme: Scheme, rows: Iterable[Return], unit_ids: Collection[int], at: datetime) -> list[Return]:
    """Those of its empty returns ahead that it doesn't have just so, as it is now, for these units."""
    slots = scheme.timetable.slots_to_list(after=scheme.listed_until, at=at)
    until = asked_until(scheme)
    left = {unit_id: slots_left(slots, until.get(unit_id)) for unit_id in unit_ids}
    return [row for row in rows if not _is_same(row, scheme, left.get(row.unit_id, {}).get(row.due_at))]


def _is_same(row: Return, scheme: Scheme, slot: Slot | None) -> bool:
    if slot is None:
        return False
    there = (row.covers_from, row.covers_to, row.opens_at, scheme.codes_as_listed(row.field_codes))
    return there == (slot.covers_from, slot.covers_to, slot.opens_at, scheme.codes)
