"""What an event in a subject's life stops and starts."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Value, When

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.next_due import next_due
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.rulebook import Bound, is_stopped
from huiyin.clocks.rules.subject import Subject
from huiyin.clocks.rules.timed import subject_kind_of
from huiyin.clocks.services.begin import clocks_planned
from huiyin.db import rows_insert


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The clocks that changed (stopped ones first, then started ones), and what is due next of all that run."""

    rows: list[Clock] = field(default_factory=list)
    next_due_at: datetime | None = None


def clocks_on_event(*, subject: Subject, event: str) -> ClockChange:
    """Stop what the event ends, start what it begins; `subject.at` is when it happened. At most 3 statements.

    A clock that was stopped in time is met, else late; void where what was owed fell away. A code that the
    subject has had before in this round isn't started again: no clock is ever reset. The caller holds the
    subject's lock.
    """
    plans = planner()
    clocks = list(Clock.objects.filter(subject_id=subject.id))
    running = [clock for clock in clocks if clock.stopped_at is None]
    ending = [clock for clock in running if _is_stopped(plans, clock, subject, event)]
    _stop(ending, subject.at, event, plans)
    had = {(clock.code, clock.round) for clock in clocks}
    fresh = [clock for clock in clocks_planned(plans, subject, event) if (clock.code, clock.round) not in had]
    if fresh:
        rows_insert(fresh)
    left = [clock for clock in (*running, *fresh) if clock.stopped_at is None]
    due = next_due((_bound(plans, clock), clock.due_at) for clock in left)
    return ClockChange(rows=[*ending, *fresh], next_due_at=due)


def _bound(plans: Planner, clock: Clock) -> Bound:
    rule = plans.rule_of(clock)
    return rule.bound if rule else Bound.AUTHORITY


def _is_stopped(plans: Planner, clock: Clock, subject: Subject, event: str) -> bool:
    rule = plans.rule_of(clock)
    endings = subject_kind_of(subject.kind).endings
    # Of several side by side an event means one; only what ends the subject ends them all.
    if rule is not None and rule.each and event not in endings and clock.round != subject.round:
        return False
    return is_stopped(rule, event, kind=subject.kind)


def _stop(clocks: list[Clock], at: datetime, event: str, plans: Planner) -> None:
    """One UPDATE for all of them."""
    if not clocks:
        return
    clocks_end(clocks, at=at, event=event, plans=plans)
    by_outcome: dict[str, list[Clock]] = {}
    for clock in clocks:
        by_outcome.setdefault(clock.outcome, []).append(clock)
    outcome = Case(
        *(When(pk__in=[clock.pk for clock in rows], then=Value(name)) for name, rows in by_outcome.items()),
        default=Value(ClockOutcome.VOID.value),
    )
    # The first one's instant is that of all: clocks_end stops them together.
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(
        stopped_at=clocks[0].stopped_at, outcome=outcome, next_signal_at=None
    )


def clocks_end(clocks: list[Clock], *, at: datetime, event: str, plans: Planner) -> None:
    """Stop clocks in memory."""
    # Two nodes' clocks may differ by a breath; a stop is never before the start.
    stopped_at = max((at, *(clock.started_at for clock in clocks)))
    for clock in clocks:
        clock.stopped_at = stopped_at
        clock.outcome = _outcome(clock, stopped_at, event, plans)
        clock.next_signal_at = None


def _outcome(clock: Clock, at: datetime, event: str, plans: Planner) -> str:
    if event in subject_kind_of(clock.kind, code=clock.code).voids:
        return ClockOutcome.VOID.value
    rule = plans.rule_of(clock)
    # A time in which somebody may do something can't be kept late.
    if at <= clock.due_at or (rule and rule.bound.is_window):
        return ClockOutcome.MET.value
    return ClockOutcome.LATE.value
