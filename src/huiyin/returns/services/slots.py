"""Listing slots ahead: a return for each unit of a scheme, each with its clock, never twice.

A scheme's `listed_until` is moved by a conditional UPDATE in the transaction that also holds the returns, their
clocks and their ledger entries, and an entry commits to how far it has come: after a crash either all of it is there
or none, and then the next round lists it.
Where slots ahead were made anew, what a unit has reported ahead of its time stays and isn't asked for again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from huiyin.clocks.services import Clock, Subject, clocks_until_time
from huiyin.db import rows_insert
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import EntryDraft, entries_append, entry_append
from huiyin.orgs.selectors import unit_views
from huiyin.returns.models import Return, ReturnStep, Scheme, SchemeUnit
from huiyin.returns.rules.states import LISTED, OPENED, ReturnState
from huiyin.returns.rules.timed import CLOCK_OF_RHYTHM, RETURN
from huiyin.returns.rules.timetable import APART_MOST, Rhythm, Slot, slots_left

_LISTER = system("returns")
# A scheme whose slots nobody has listed for long catches up by so many a round.
_SLOTS_AT_ONCE = 40


@transaction.atomic
def scheme_slots_list(*, scheme_id: UUID, at: datetime) -> int | None:
    """List the slots of one scheme; gives how many returns, None where another round was first."""
    scheme = Scheme.objects.get(pk=scheme_id)
    slots = scheme.timetable.slots_to_list(after=scheme.listed_until, at=at)[:_SLOTS_AT_ONCE]
    if not slots:
        return 0
    # Its rules too are as they were read: who ends or revises it meanwhile calls off what is listed, and nothing is
    # listed by the old ones afterwards.
    as_read = Scheme.objects.filter(
        pk=scheme_id,
        listed_until=scheme.listed_until,
        ends_on=scheme.ends_on,
        version=scheme.version,
        renewed_at=scheme.renewed_at,
    )
    moved = as_read.update(listed_until=slots[-1].due_at)
    if not moved:
        return None
    count = slots_insert(scheme=scheme, slots=slots, at=at)
    # As it stands, now that the UPDATE holds its row: the other columns may have changed since it was read.
    scheme.refresh_from_db()
    scheme_progress_record(kind=LISTED, scheme=scheme, at=at)
    return count


def scheme_progress_record(*, kind: str, scheme: Scheme, at: datetime) -> None:
    """Commit to a scheme whose slots were listed or made anew; in the transaction that holds its row."""
    facts = {"until": scheme.listed_until.isoformat()}
    subject = Ref("return_scheme", scheme.pk)
    entry_append(kind=kind, subject=subject, at=at, actor=_LISTER.ref, facts=facts, rows=[scheme])


def slots_insert(*, scheme: Scheme, slots: Sequence[Slot], at: datetime) -> int:
    """A return for each slot and each unit that doesn't have it, in the caller's transaction; gives how many."""
    rows = rows_insert(list(_rows(scheme, slots)))
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


def _rows(scheme: Scheme, slots: Sequence[Slot]) -> Iterator[Return]:
    """Slot by slot. Only where slots were made anew there may be some already."""
    unit_ids = units_owing(scheme)
    there: set[tuple[int, datetime]] = set()
    if scheme.renewed_at is not None:
        later = Return.objects.filter(scheme=scheme, due_at__in=[slot.due_at for slot in slots])
        there = set(later.exclude(state=ReturnState.CALLED_OFF).values_list("unit", "due_at"))
    left = _left(scheme, slots)
    for slot in slots:
        for unit_id in unit_ids:
            own = left[unit_id].get(slot.due_at) if unit_id in left else slot
            if own is not None and (unit_id, slot.due_at) not in there:
                yield _row(scheme, unit_id, own)


def _left(scheme: Scheme, slots: Sequence[Slot]) -> dict[int, dict[datetime, Slot]]:
    """What is left of slots for units that had others before slots were made anew, by unit."""
    # Only the first slots since then are otherwise than others, and the way from there isn't gone each time.
    if scheme.renewed_at is None or not slots or slots[0].due_at - scheme.renewed_at > APART_MOST:
        return {}
    until = asked_until(scheme)
    chain = scheme.timetable.slots(after=scheme.renewed_at, until=slots[-1].due_at) if until else []
    return {unit_id: slots_left(chain, asked) for unit_id, asked in until.items()}


def units_owing(scheme: Scheme) -> list[int]:
    """The units that owe its slots from now on. One that has been closed owes nothing any more."""
    owed = SchemeUnit.objects.filter(scheme=scheme, dropped_at=None)
    unit_ids = owed.order_by("unit").values_list("unit", flat=True)
    views = unit_views(unit_ids=unit_ids)
    return [unit_id for unit_id in unit_ids if unit_id in views and views[unit_id].is_active]


def asked_until(scheme: Scheme) -> dict[int, datetime]:
    """Up to when each unit was asked for returns that stayed when slots were made anew: due ones, and reported ones.

    A unit that wasn't asked for the last of them has been away: what was before isn't asked of it.
    """
    rows = Return.objects.filter(scheme=scheme).exclude(state=ReturnState.CALLED_OFF)
    due = Q(due_at__lte=scheme.renewed_at)
    last = rows.filter(due).order_by("-covers_to").values_list("covers_from", flat=True).first()
    stayed = rows.filter(due | Q(recorded_at__lte=scheme.renewed_at))
    found = stayed.values("unit").annotate(until=Max("covers_to")).values_list("unit", "until")
    return {unit_id: until for unit_id, until in found if last is None or until > last}


def _row(scheme: Scheme, unit_id: int, slot: Slot) -> Return:
    return Return(
        scheme=scheme,
        unit_id=unit_id,
        state=ReturnState.DUE,
        covers_from=slot.covers_from,
        covers_to=slot.covers_to,
        opens_at=slot.opens_at,
        due_at=slot.due_at,
        field_codes=scheme.field_codes,
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
