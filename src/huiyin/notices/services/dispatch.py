"""Sending what is due. Any number of workers may do this at once.

A notice is taken by a conditional UPDATE, committed before anything is sent: whoever changed the row has it, for five
minutes. A worker that dies leaves the row to the next one after that time. One message takes the mail library at most
a few of its 20-second waits, so a lease outlasts its own message; each is taken just before it is sent.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from huiyin.notices.models import Notice
from huiyin.notices.rules import LEASE, MAX_TRIES, State, wait_after
from huiyin.notices.sending import Channel, ChannelDown, RecipientRefused, address_of, open_channel

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DispatchReport:
    """What became of the notices of one round.

    `later` will be tried again, `overtaken` belonged to another worker when it came to taking or noting them.
    """

    sent: int = 0
    later: int = 0
    failed: int = 0
    unreachable: int = 0
    overtaken: int = 0


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: State
    error: str = ""
    goes_on: bool = True


def outbox_dispatch(*, at: datetime, limit: int = 50) -> DispatchReport:
    """Send up to `limit` notices that are due, oldest first, and say what became of them.

    Must not be called inside a transaction: a claim that others can't see is none. When the mail system can't be
    reached at all the round ends early, so that the others don't use up their tries; the next round goes on.
    """
    clock = _Clock(at)
    due = Notice.objects.filter(next_try_at__lte=at).order_by("next_try_at", "id")
    counts: Counter[str] = Counter()
    with open_channel() as channel:
        for notice_id in list(due.values_list("id", flat=True)[:limit]):
            notice = _claim(notice_id, now=clock.now())
            if notice is None:
                counts["overtaken"] += 1
                continue
            outcome = _try(channel, notice)
            counts[_note(notice, outcome, now=clock.now())] += 1
            if not outcome.goes_on:
                break
    return DispatchReport(**counts)


class _Clock:
    """`at`, and what the round itself has taken since: with slow mail its first lease may be over at its end."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._start = time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._start)


def _claim(notice_id: UUID, *, now: datetime) -> Notice | None:
    """Take one notice, or None when another worker was faster."""
    token = uuid4()
    with transaction.atomic(durable=True):
        taken = Notice.objects.filter(id=notice_id, next_try_at__lte=now).update(
            state=State.SENDING, next_try_at=now + LEASE, claim_token=token, tries=F("tries") + 1
        )
    return Notice.objects.get(id=notice_id) if taken else None


def _try(channel: Channel, notice: Notice) -> _Outcome:
    """Send one notice; whatever goes wrong with it becomes its outcome and holds no other one up."""
    if notice.tries > MAX_TRIES:
        return _Outcome(State.FAILED, notice.last_error or "LeaseEnded")
    try:
        address = address_of(notice)
        if address is None:
            return _nowhere(notice)
        channel.send(notice, address)
    except RecipientRefused:
        return _Outcome(State.FAILED, "RecipientRefused")
    except ChannelDown as down:
        return _later(notice, str(down), goes_on=False)
    except Exception as error:  # only its class is kept: the text of a mail error names the address
        return _later(notice, type(error).__name__)
    return _Outcome(State.SENT)


def _nowhere(notice: Notice) -> _Outcome:
    """A petitioner need not give an address; an officer without one is for the administrator to mend."""
    return _Outcome(State.UNREACHABLE) if notice.officer_id is None else _Outcome(State.FAILED, "NoAddress")


def _later(notice: Notice, error: str, *, goes_on: bool = True) -> _Outcome:
    """Another try after a while, or failed when there have been enough."""
    state = State.FAILED if wait_after(notice.tries) is None else State.PENDING
    return _Outcome(state, error[:80], goes_on=goes_on)


def _note(notice: Notice, outcome: _Outcome, *, now: datetime) -> str:
    """Write down what happened and name the count it belongs to; only whoever still holds the claim may write."""
    wait = wait_after(notice.tries) if outcome.state is State.PENDING else None
    with transaction.atomic(durable=True):
        noted = Notice.objects.filter(id=notice.id, claim_token=notice.claim_token, state=State.SENDING).update(
            state=outcome.state,
            next_try_at=now + wait if wait else None,
            sent_at=now if outcome.state is State.SENT else None,
            claim_token=None,
            last_error=outcome.error,
        )
    if outcome.error:
        _log.warning("notice %s: %s (%s)", notice.id, outcome.state.value, outcome.error)
    if not noted:
        return "overtaken"
    return "later" if outcome.state is State.PENDING else outcome.state.value
