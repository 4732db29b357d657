"""Listing slots ahead: a return for each unit of a scheme, each with its clock, never twice.

A scheme's `listed_until` is moved by a conditional UPDATE in the transaction that also holds the returns, their
clocks and their ledger entries: after a crash either all of it is there or none, and then the next round lists it.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from huiyin.clocks.services import Clock, Subject, clocks_until_time
from huiyin.db import rows_insert
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.kernel.setbacks import failure_log
from huiyin.ledger.services import EntryDraft, entries_append
from huiyin.orgs.selectors import unit_views
from huiyin.returns.models import Return, ReturnStep, Scheme, SchemeUnit
from huiyin.returns.rules.states import OPENED, ReturnState
from huiyin.returns.rules.timed import CLOCK_OF_RHYTHM, RETURN
from huiyin.returns.rules.timetable import Rhythm, Slot
from huiyin.returns.services.calling_off import unit_call_off

_log = logging.getLogger(__name__)
_LISTER = system("returns")
# A scheme whose slots nobody has listed for long catches up by so many a round.
_SLOTS_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class SlotsReport:
    """How many returns a round has listed, what another round did first, and what failed and will be tried again."""

    listed: int = 0
    overtaken: int = 0
    failed: int = 0


def slots_list(*, at: datetime) -> SlotsReport:
    """List what is due soon, of all schemes that haven't ended. Any number of rounds list a slot once."""
    counts = {"listed": 0, "overtaken": 0, "failed": 0}
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


@transaction.atomic
def scheme_slots_list(*, scheme_id: UUID, at: datetime) -> int | None:
    """List the slots of one scheme; gives how many returns, None where another round was first."""
    scheme = Scheme.objects.get(pk=scheme_id)
    slots = scheme.timetable.slots_to_list(after=scheme.listed_until, at=at)[:_SLOTS_AT_ONCE]
    if not slots:
        return 0
    # Its end too is as it was read: who ends it meanwhile calls off what is listed, and nothing is listed afterwards.
    as_read = Scheme.objects.filter(pk=scheme_id, listed_until=scheme.listed_until, ends_on=scheme.ends_on)
    moved = as_read.update(listed_until=slots[-1].due_at)
    if not moved:
        return None
    unit_ids = _units_open(scheme)
    rows = rows_insert([_row(scheme, unit_id, slot) for slot in slots for unit_id in unit_ids])
    steps = rows_insert([_step(row, at) for row in rows])
    clocks = {clock.subject_id: clock for clock in _clocks(scheme, rows, slots, at)}
    entries_append(
        [
            EntryDraft(
                kind=OPENED,
                subject=Ref(RETURN.name, row.pk),
                at=at,
                actor=_LISTER.ref,
                facts={"scheme": str(scheme.pk), "unit": row.unit_id, "due": row.due_at.isoformat()},
                rows=[row, step, clocks[row.pk]],
            )
            for row, step in zip(rows, steps, strict=True)
        ]
    )
    return len(rows)


def _schemes_running(at: datetime) -> list[UUID]:
    """All whose last slot may not be listed yet."""
    found = Scheme.objects.order_by("begun_at", "pk")
    return [scheme.pk for scheme in found if scheme.timetable.slots_to_list(after=scheme.listed_until, at=at)]


def _units_open(scheme: Scheme) -> list[int]:
    """A unit that has been closed owes nothing any more."""
    unit_ids = SchemeUnit.objects.filter(scheme=scheme).order_by("unit").values_list("unit", flat=True)
    views = unit_views(unit_ids=unit_ids)
    return [unit_id for unit_id in unit_ids if unit_id in views and views[unit_id].is_active]


def _row(scheme: Scheme, unit_id: int, slot: Slot) -> Return:
    return Return(
        scheme=scheme,
        unit_id=unit_id,
        state=ReturnState.DUE,
        covers_from=slot.covers_from,
        covers_to=slot.covers_to,
        opens_at=slot.opens_at,
        due_at=slot.due_at,
    )


def _step(row: Return, at: datetime) -> ReturnStep:
    return ReturnStep(of_return=row, at=at, kind=OPENED, actor=_LISTER.ref, is_public=False, version=row.version)


def _clocks(scheme: Scheme, rows: Iterable[Return], slots: Iterable[Slot], at: datetime) -> Iterator[Clock]:
    """One clock for each; of a slot that was listed too late it begins with the due instant itself."""
    by_due = {slot.due_at: slot for slot in slots}
    code = CLOCK_OF_RHYTHM[Rhythm(scheme.rhythm)]
    # Rows come slot by slot: `groupby` only joins neighbours.
    for due_at, group in groupby(rows, key=lambda row: row.due_at):
        slot = by_due[due_at]
        subjects = [Subject(id=row.pk, kind=RETURN.name, at=min(at, due_at)) for row in group]
        yield from clocks_until_time(subjects=subjects, code=code, due_on=slot.day, by=slot.by)
