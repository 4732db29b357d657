"""Sending what is due. Any number of workers may do this at once.

A notice is taken by a conditional UPDATE, committed before anything is sent: whoever changed the row has it, for five
minutes. A worker that dies leaves the row to the next one after that time. One message takes the mail library at most
a few of its 20-second waits, so a lease outlasts its own message; each is taken just before it is sent.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from huiyin.notices.failures import ChannelDown, HandingUnclear, RecipientRefused, failure_name
from huiyin.notices.models import Notice
from huiyin.notices.rules import (
    FINAL_STATES,
    HELD,
    LEASE,
    MAX_TRIES,
    URGENT_MOST,
    URGENT_WITHIN,
    NoticeState,
    wait_after,
)
from huiyin.notices.sending import Earlier
from huiyin.notices.services.ending import notices_ended, outcome_of
from huiyin.notices.services.mail_turns import carried_sent, mail_turn
from huiyin.notices.services.text_turns import Turn, text_turn
from huiyin.notices.templates import DIGEST, TEMPLATES, URGENT
from huiyin.notices.ways import NoticeRoute, Way, Ways, may_be_called, open_ways

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DispatchReport:
    """What became of the notices of one round.

    `later` will be tried again, `held` wait for the morning or for a way that is down, `to_call` become calls of the
    office, `covered` had a text message since, `gathered` go into the digest, `overtaken` belonged to another worker
    when it came to taking or noting them.
    """

    sent: int = 0
    later: int = 0
    held: int = 0
    failed: int = 0
    unreachable: int = 0
    to_call: int = 0
    covered: int = 0
    gathered: int = 0
    overtaken: int = 0


@dataclass(frozen=True, slots=True)
class _SendOutcome:
    """What became of one notice; `until`: it waits until then, and this counts as no try.

    `is_unclear`: it may have been taken all the same. `may_be_twice`: it was sent, and perhaps had been before.
    """

    state: NoticeState
    error: str = ""
    until: datetime | None = None
    is_unclear: bool = False
    may_be_twice: bool = False


def outbox_dispatch(*, at: datetime, limit: int = 50) -> DispatchReport:
    """Send up to `limit` notices that are due, oldest first, and say what became of them.

    Must not be called inside a transaction: a claim that others can't see is none. When no way out can be reached at
    all the round ends early, so that the others don't use up their tries; the next round goes on.
    """
    clock = _RoundClock(at)
    due = Notice.objects.filter(next_try_at__lte=at).order_by("next_try_at", "id")
    counts: Counter[str] = Counter()
    with open_ways() as ways:
        for notice_id in list(due.values_list("id", flat=True)[:limit]):
            claim = _claim(notice_id, now=clock.now())
            if claim is None:
                counts["overtaken"] += 1
                continue
            outcome = _try(ways, claim, now=clock.now())
            counts[_note(claim, outcome, now=clock.now())] += 1
            if ways.all_down:
                break
    return DispatchReport(**counts)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A notice that is ours for a while. `is_second`: it may have been handed over before, nobody has noted it."""

    notice: Notice
    is_second: bool


class _RoundClock:
    """`at`, and what the round itself has taken since: with slow mail its first lease may be over at its end."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._start = time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._start)


def _claim(notice_id: UUID, *, now: datetime) -> _Claim | None:
    """Take one notice, or None when another worker was faster."""
    token = uuid4()
    # Durable: inside somebody else's transaction no other worker would see the claim, so that is an error.
    with transaction.atomic(durable=True):
        claimed = Notice.objects.filter(id=notice_id, next_try_at__lte=now).update(
            state=NoticeState.SENDING,
            next_try_at=now + LEASE,
            claim_token=token,
            tries=F("tries") + 1,
            handed_at=Coalesce("handed_at", Value(now)),
        )
    if not claimed:
        return None
    notice = Notice.objects.get(id=notice_id)
    return _Claim(notice, is_second=notice.handed_at is not None and notice.handed_at < now)


def _try(ways: Ways, claim: _Claim, *, now: datetime) -> _SendOutcome:
    """Send one notice; whatever goes wrong with it becomes its outcome and holds no other one up."""
    notice = claim.notice
    # Taking it counts as a try, so that one which ends each worker that has it isn't taken for ever.
    if notice.tries > MAX_TRIES:
        return _SendOutcome(NoticeState.FAILED, notice.last_error or "LeaseEnded")
    if _is_one_of_many(notice):
        _gather_the_others(notice)
        return _SendOutcome(NoticeState.GATHERED)
    route = None
    try:
        route = ways.route(notice)
        return _nowhere(notice) if route is None else _go(ways, route, claim, now)
    except RecipientRefused as refused:
        state = NoticeState.TO_CALL if may_be_called(notice) else NoticeState.FAILED
        return _SendOutcome(state, failure_name(refused))
    except ChannelDown as down:
        ways.down.update([route.way] if route else [])
        return _later(notice, str(down), route)
    except HandingUnclear as unclear:
        return replace(_later(notice, str(unclear), route), is_unclear=True)
    except Exception as error:  # only its class is kept: the text of a mail error names the address
        return _later(notice, failure_name(error), route)


def _go(ways: Ways, route: NoticeRoute, claim: _Claim, now: datetime) -> _SendOutcome:
    """Hand it over, unless it isn't its turn.

    Raises RecipientRefused, ChannelDown, HandingUnclear, or what else went wrong.
    """
    notice = claim.notice
    if route.way is Way.CALL:
        return _SendOutcome(NoticeState.TO_CALL)
    if route.way in ways.down:
        return _SendOutcome(NoticeState.PENDING, notice.last_error, until=now + HELD)
    if route.way is Way.TEXT:
        turn, until = text_turn(notice, now=now)
        if turn is not Turn.NOW:
            return (
                _SendOutcome(NoticeState.COVERED)
                if turn is Turn.COVERED
                else _SendOutcome(NoticeState.PENDING, until=until)
            )
    elif notice.officer_id is None:
        turn, until = mail_turn(notice, route.address, now=now)
        if turn is not Turn.NOW:
            return _SendOutcome(NoticeState.PENDING, notice.last_error, until=until)
    channel = ways.channels[route.way]
    # Whoever had it before didn't come to write down what became of it, or couldn't know.
    earlier = channel.earlier(notice) if claim.is_second else Earlier.NOT_TAKEN
    if earlier is not Earlier.TAKEN:
        channel.send(notice, route.address)
    carried_sent(notice, route.address, now=now)
    return _SendOutcome(NoticeState.SENT, may_be_twice=earlier is Earlier.UNKNOWN)


def _is_one_of_many(notice: Notice) -> bool:
    """Whether so many urgent ones came to this officer within a day that the rest is better read as a list."""
    if notice.officer_id is None or notice.template == DIGEST or TEMPLATES[notice.template].alone:
        return False
    recent = Notice.objects.filter(
        officer_id=notice.officer_id, template__in=URGENT, created_at__gt=notice.created_at - URGENT_WITHIN
    )
    return recent.exclude(id=notice.id).count() >= URGENT_MOST


def _gather_the_others(notice: Notice) -> None:
    """What waits beside it for the same officer, at once: a flood never holds up what others wait for."""
    around = (notice.created_at - URGENT_WITHIN, notice.created_at + URGENT_WITHIN)
    with transaction.atomic(durable=True):
        Notice.objects.filter(
            officer_id=notice.officer_id, state=NoticeState.PENDING, template__in=URGENT, created_at__range=around
        ).update(state=NoticeState.GATHERED, next_try_at=None)


def _nowhere(notice: Notice) -> _SendOutcome:
    """A petitioner need not give an address; an officer without one is for the administrator to mend."""
    return (
        _SendOutcome(NoticeState.UNREACHABLE)
        if notice.officer_id is None
        else _SendOutcome(NoticeState.FAILED, "NoAddress")
    )


def _later(notice: Notice, error: str, route: NoticeRoute | None) -> _SendOutcome:
    """Another try after a while; when there have been enough it failed, and a text message becomes a call."""
    if wait_after(notice.tries) is not None:
        return _SendOutcome(NoticeState.PENDING, error[:80])
    is_text = route is not None and route.way is Way.TEXT and may_be_called(notice)
    return _SendOutcome(NoticeState.TO_CALL if is_text else NoticeState.FAILED, error[:80])


def _note(claim: _Claim, outcome: _SendOutcome, *, now: datetime) -> str:
    """Write down what happened and name the count it belongs to; only whoever still holds the claim may write."""
    notice = claim.notice
    stays = claim.is_second or outcome.is_unclear or outcome.state is NoticeState.SENT
    wait = wait_after(notice.tries) if outcome.state is NoticeState.PENDING else None
    sent_at = now if outcome.state is NoticeState.SENT else None
    with transaction.atomic(durable=True):
        noted = Notice.objects.filter(id=notice.id, claim_token=notice.claim_token, state=NoticeState.SENDING).update(
            state=outcome.state,
            tries=notice.tries - 1 if outcome.until else notice.tries,
            next_try_at=outcome.until or (now + wait if wait else None),
            handed_at=notice.handed_at if stays else None,
            may_be_twice=notice.may_be_twice or outcome.may_be_twice,
            sent_at=sent_at,
            claim_token=None,
            last_error=outcome.error,
            outcome=outcome_of(outcome.state),
        )
        if noted and outcome.state in FINAL_STATES:
            notice.sent_at = sent_at
            notices_ended([notice], state=outcome.state, at=now)
    if outcome.error and not outcome.until:
        _log.warning("notice %s: %s (%s)", notice.id, outcome.state.value, outcome.error)
    return _count_of(outcome) if noted else "overtaken"


def _count_of(outcome: _SendOutcome) -> str:
    if outcome.until:
        return "held"
    return "later" if outcome.state is NoticeState.PENDING else outcome.state.value
