"""A table of holidays was loaded: provisional dates become firm, what ends on a new holiday moves, lists follow."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.services import Clock, clocks_postpone, clocks_settle_provisional
from huiyin.kernel.actor import system
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.rounds import RoundView, matters_for_round
from huiyin.matters.due.services import matter_due_moved, matters_follow_clocks
from huiyin.matters.reminders import officers_owing
from huiyin.notices.services import NoticeDraft, notices_enqueue

_CALENDAR = system("calendar")
# So many in one transaction: each matter whose day moves takes a step of its own.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Moved:
    """A clock with a later day; `key` names this change of it."""

    clock: Clock
    bound: Bound
    key: str


def settle_round(*, at: datetime) -> int:
    """Settle what can be settled and move what has to move; gives how many clocks. A second round finds nothing left.

    Where a day is later than before, it stands on the matter's timeline, officers find it in their digest, and
    whoever has a time of their own is notified.
    """
    settled = 0
    # Before postponing, which leaves provisional dates out: what becomes firm here is looked at there.
    while done := _settled(at):
        settled += done
    while done := _postponed(at):
        settled += done
    return settled


@transaction.atomic
def _settled(at: datetime) -> int:
    settled = clocks_settle_provisional(at, limit=_BATCH)
    moved = [result for result in settled if result.clock.due_at > result.due_before]
    _follow([result.clock for result in settled], at)
    _notify([_Moved(result.clock, result.bound, f"settled:{result.clock.pk}") for result in moved], at)
    return len(settled)


@transaction.atomic
def _postponed(at: datetime) -> int:
    moved = clocks_postpone(at, limit=_BATCH)
    _follow([move.clock for move in moved], at)
    _notify([_Moved(move.clock, move.bound, f"postponed:{move.row.pk}") for move in moved], at)
    return len(moved)


def _follow(clocks: Sequence[Clock], at: datetime) -> None:
    if clocks:
        matters_follow_clocks(matter_ids=sorted({clock.subject_id for clock in clocks}), at=at)


def _notify(moved: Sequence[_Moved], at: datetime) -> None:
    by_matter: dict[UUID, list[_Moved]] = defaultdict(list)
    for move in moved:
        by_matter[move.clock.subject_id].append(move)
    matters = matters_for_round(matter_ids=by_matter) if by_matter else {}
    for matter_id, matter in sorted(matters.items()):
        _write_down(matter, by_matter[matter_id], at)
        _notify_petitioner(matter, by_matter[matter_id], at)


def _write_down(matter: RoundView, moved: Sequence[_Moved], at: datetime) -> None:
    """One step a matter; where nothing of it concerns the petitioner, it is the units' own."""
    public = [move for move in moved if move.bound in {Bound.AUTHORITY, Bound.PETITIONER}]
    officers = [
        officer_id
        for move in moved
        if move.bound is not Bound.PETITIONER
        for officer_id in officers_owing(
            code=move.clock.code, round=move.clock.round, escalate=False, matter=matter, at=at
        )
    ]
    matter_due_moved(
        actor=_CALENDAR,
        matter_id=matter.id,
        # The petitioner reads a public step: days that units owe each other have no place in it.
        due_days=[office_day(move.clock.due_at) for move in public or moved],
        officer_ids=officers,
        is_public=bool(public),
        at=at,
    )


def _notify_petitioner(matter: RoundView, moved: Sequence[_Moved], at: datetime) -> None:
    if matter.identity_id is None:
        return
    drafts = [
        NoticeDraft(
            template="matter_news",
            dedupe=move.key,
            at=at,
            identity_id=matter.identity_id,
            params={"number": matter.number},
        )
        for move in moved
        if move.bound is Bound.PETITIONER
    ]
    notices_enqueue(drafts)
