"""Sending a return: filled in, "nothing" with one press, or written down by the unit that receives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.returns.flow import RETURNS
from huiyin.returns.models import Return
from huiyin.returns.rules.counts import counts_text, counts_typed
from huiyin.returns.rules.errors import CallerPostRequired, ReportedAtInvalid, WayInvalid
from huiyin.returns.rules.fields import count_rows, fields_of
from huiyin.returns.rules.plans import CALLER_POST_MAX, NOTE_MAX, checked_line
from huiyin.returns.rules.states import ReturnAction, ReturnWay
from huiyin.workflow.backdating import date_back
from huiyin.workflow.change import Change
from huiyin.workflow.engine import move

_WRITTEN_DOWN = frozenset({ReturnWay.PHONE, ReturnWay.MESSAGE, ReturnWay.FILE})


@dataclass(frozen=True, slots=True)
class ReturnDraft:
    """What a unit fills in: numbers by field, those alone that are typed, and a note about work."""

    counts: Mapping[str, int | None] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnRecord:
    """How a return came that the receiving unit writes down: by which way, when, from which post (no name).

    `late_reason`: why it is written down only now, where that was long ago.
    """

    way: ReturnWay
    reported_at: datetime
    caller_post: str = ""
    late_reason: str = ""


def return_send(*, actor: Actor, return_id: UUID, draft: ReturnDraft, at: datetime, seen: int | None = None) -> None:
    """Report. What is filled from rows is counted now.

    Raises ReturnNotFound, ReturnConflict, ReturnNotAllowed, ReturnChangedConflict, ReturnEarlyConflict, CountInvalid,
    CountedInvalid, FieldUnknownInvalid, LineLongInvalid.
    """
    with move(RETURNS, actor=actor, case_id=return_id, action=ReturnAction.SEND, at=at, seen=seen) as change:
        _fill(change, draft)
        _sent(change, ReturnWay.WEB, reported_at=at)


def return_send_nothing(*, actor: Actor, return_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Report that there was nothing; only where no field has a number.

    Raises as return_send, SomethingCountedConflict.
    """
    with move(RETURNS, actor=actor, case_id=return_id, action=ReturnAction.SEND_NOTHING, at=at, seen=seen) as change:
        _fill(change, ReturnDraft())
        change.case.is_nothing = True
        _sent(change, ReturnWay.WEB, reported_at=at)


def return_record(
    *,
    actor: Actor,
    return_id: UUID,
    draft: ReturnDraft,
    record: ReturnRecord,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down, for the receiving unit, what a unit has reported by telephone, message or on a sheet.

    In time or late by the instant at which it was reported; one further back than the rulebook allows needs its
    reason and counts from now. Raises as return_send, WayInvalid, CallerPostRequired, ReportedAtInvalid,
    LateReasonRequired.
    """
    with move(RETURNS, actor=actor, case_id=return_id, action=ReturnAction.RECORD, at=at, seen=seen) as change:
        row = change.case
        if record.way not in _WRITTEN_DOWN:
            raise WayInvalid
        if not row.opens_at <= record.reported_at <= at:
            raise ReportedAtInvalid(opens=f"{row.opens_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}")
        row.caller_post = checked_line(record.caller_post, field="caller_post", most=CALLER_POST_MAX)
        # A sheet has no caller.
        if not row.caller_post and record.way is not ReturnWay.FILE:
            raise CallerPostRequired
        _fill(change, draft)
        is_late = date_back(change, office_day(record.reported_at), record.late_reason)
        _sent(change, record.way, reported_at=at if is_late else record.reported_at)
        change.facts["way"] = record.way.value


def counted_now(row: Return, *, at: datetime) -> dict[str, int]:
    """What the rows say of its time as far as that has passed, by field."""
    # Its page asks before its time has begun, too: then there is nothing to count.
    until = max(row.covers_from, min(row.covers_to, at))
    return count_rows(fields_of(row.codes), unit_id=row.unit_id, since=row.covers_from, until=until)


def _fill(change: Change[Return], draft: ReturnDraft) -> None:
    row = change.case
    typed = counts_typed(fields_of(row.codes), draft.counts)
    row.counts_text = counts_text({**counted_now(row, at=change.at), **typed})
    row.note = checked_line(draft.note, field="note", most=NOTE_MAX)


def _sent(change: Change[Return], way: ReturnWay, *, reported_at: datetime) -> None:
    row = change.case
    row.way = way
    row.reported_at, row.recorded_at, row.reported_by = reported_at, change.at, change.actor.ref
    # In time or late by when the unit reported, whenever that was written down.
    change.event_at = reported_at
