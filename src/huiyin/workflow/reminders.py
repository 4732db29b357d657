"""Who hears of a time limit: the owner of what it times says so. One owner a kind of subject.

A signal is claimed by a conditional UPDATE in the transaction that also holds its notices and its ledger entry: after
a crash either all of it is there or none, and then the next round gives it.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models, transaction

from huiyin.clocks.selectors import ClockSignal, clocks_due_for_signal
from huiyin.clocks.services import clock_signal_claim
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.kernel.setbacks import failure_log
from huiyin.ledger.services import entry_append
from huiyin.notices.services import NoticeDraft, drafts_new, notices_insert

TICK = system("tick")
_log = logging.getLogger(__name__)
_PAGE = 200


class SubjectUnknown(Exception):
    """A clock runs for something that no context knows: nobody could hear of it, so it must be seen."""


class ReminderOutcome(StrEnum):
    """What became of one signal.

    `idle`: nothing is owed any more. `overtaken`: another round was first. `failed`: the next round tries it again.
    """

    SOON = "soon"
    LATE = "late"
    ESCALATED = "escalated"
    IDLE = "idle"
    OVERTAKEN = "overtaken"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a signal leads to: notices, and rows that its ledger entry commits to as well.

    `has_moved`: the subject was moved on instead, and that move has its own entry.
    """

    notices: Sequence[NoticeDraft] = ()
    rows: Sequence[models.Model] = ()
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class ReminderOwner:
    """How a context serves the clocks of its subjects.

    `find` reads many subjects by their ids at once. `remind` says what a signal of one of them leads to, None where
    nothing is owed any more; it may have been read a while ago.
    """

    find: Callable[[Collection[UUID]], Mapping[UUID, Any]]
    remind: Callable[[ClockSignal, Any, datetime], Reminder | None]


_OWNERS: dict[str, ReminderOwner] = {}


def reminder_owner_register(kind: str, owner: ReminderOwner) -> None:
    """From now on this owner answers for the clocks of subjects of that kind."""
    _OWNERS[kind] = owner


def reminder_owner(kind: str) -> ReminderOwner | None:
    """Who answers for them."""
    return _OWNERS.get(kind)


def reminders_give(*, at: datetime, most: int, counts: Counter[str]) -> int:
    """Give every signal that is due, up to `most`; gives how many were tried and adds to `counts` what came of each.

    One that fails holds no other one up, and is tried once a round.
    """
    tried: set[tuple[UUID, datetime]] = set()
    left: set[tuple[UUID, datetime]] = set()
    while len(tried) < most:
        # What failed is still due and is found again: without room for it a page of failures would hide all others.
        found = clocks_due_for_signal(at=at, limit=_PAGE + len(left))
        page = [signal for signal in found if (signal.clock_id, signal.seen_at) not in tried]
        if not page:
            break
        subjects = _subjects_of(page)
        for signal in page:
            key = (signal.clock_id, signal.seen_at)
            tried.add(key)
            outcome = _guarded(signal, subjects.get(signal.subject), at)
            counts[outcome] += 1
            if outcome is ReminderOutcome.FAILED:
                left.add(key)
    return len(tried)


def _subjects_of(page: Sequence[ClockSignal]) -> dict[Ref, Any]:
    """What these clocks time; one reading a kind."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for signal in page:
        wanted[signal.subject.kind].add(signal.subject_id)
    return {
        Ref(kind, pk): subject
        for kind, ids in wanted.items()
        if (owner := reminder_owner(kind)) is not None
        for pk, subject in owner.find(ids).items()
    }


def _guarded(signal: ClockSignal, subject: Any, at: datetime) -> ReminderOutcome:
    try:
        return _give(signal, subject, at)
    # One subject that can't be read keeps no other reminder back; its claim is undone with its transaction.
    except Exception as error:
        failure_log(_log, f"signal of clock {signal.clock_id}", error)
        return ReminderOutcome.FAILED


@transaction.atomic
def _give(signal: ClockSignal, subject: Any, at: datetime) -> ReminderOutcome:
    if not clock_signal_claim(signal=signal, at=at):
        return ReminderOutcome.OVERTAKEN
    owner = reminder_owner(signal.subject.kind)
    if owner is None or subject is None:
        # Refused in each round, and so seen, until some context owns it.
        raise SubjectUnknown(signal.code, signal.subject)
    reminder = owner.remind(signal, subject, at)
    # The claim stays: what is owed to nobody isn't asked about again.
    if reminder is None:
        return ReminderOutcome.IDLE
    if reminder.has_moved:
        return ReminderOutcome.ESCALATED
    written = notices_insert(drafts_new(reminder.notices))
    entry_append(
        kind="clocks.clock.signalled",
        subject=signal.subject,
        at=at,
        actor=TICK.ref,
        facts={"clock": signal.code, f"offset_{signal.unit}s": signal.offset, "notices": len(reminder.notices)},
        rows=[*reminder.rows, *written],
    )
    return ReminderOutcome.LATE if signal.offset > 0 else ReminderOutcome.SOON
