"""What an event in a subject's life stops and starts."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Value, When

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.rulebook import ENDINGS, WITHDRAWN, Bound, Rulebook
from huiyin.clocks.rules.subject import Subject
from huiyin.clocks.services.begin import clocks_planned
from huiyin.rows import rows_insert


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The clocks that changed (stopped ones first, then started ones), and what is due next of all that run."""

    rows: list[Clock] = field(default_factory=list)
    next_due_at: datetime | None = None


def clocks_on_event(*, subject: Subject, event: str) -> ClockChange:
    """Stop what the event ends, start what it begins; `subject.at` is when it happened. At most 3 statements.

    A clock that was stopped in time is met, else late; void when the petitioner has withdrawn. A code that the
    subject has had before in this round isn't started again: no clock is ever reset. The caller holds the
    subject's lock.
    """
    plans = planner()
    clocks = list(Clock.objects.filter(subject_id=subject.id))
    running = [clock for clock in clocks if clock.stopped_at is None]
    ending = [clock for clock in running if _is_stopped(plans.rulebook, clock, subject, event)]
    _stop(ending, subject.at, event, plans.rulebook)
    had = {(clock.code, clock.round) for clock in clocks}
    fresh = [clock for clock in clocks_planned(plans, subject, event) if (clock.code, clock.round) not in had]
    if fresh:
        rows_insert(fresh)
    due = [clock.due_at for clock in (*running, *fresh) if clock.stopped_at is None]
    return ClockChange(rows=[*ending, *fresh], next_due_at=min(due, default=None))


def _is_stopped(rulebook: Rulebook, clock: Clock, subject: Subject, event: str) -> bool:
    rule = rulebook.clock_rule(code=clock.code, kind=clock.kind)
    if rule is not None and rule.each and event not in ENDINGS and clock.round != subject.round:
        return False
    return rulebook.is_stopped(code=clock.code, kind=clock.kind, event=event)


def _stop(clocks: list[Clock], at: datetime, event: str, rulebook: Rulebook) -> None:
    """One UPDATE for all of them."""
    if not clocks:
        return
    clocks_end(clocks, at=at, event=event, rulebook=rulebook)
    by_outcome: dict[str, list[Clock]] = {}
    for clock in clocks:
        by_outcome.setdefault(clock.outcome, []).append(clock)
    outcome = Case(
        *(When(pk__in=[clock.pk for clock in rows], then=Value(name)) for name, rows in by_outcome.items()),
        default=Value(ClockOutcome.VOID.value),
    )
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(
        stopped_at=clocks[0].stopped_at, outcome=outcome, next_signal_at=None
    )


def clocks_end(clocks: list[Clock], *, at: datetime, event: str, rulebook: Rulebook) -> None:
    """Stop clocks in memory."""
    # Two nodes' clocks may differ by a breath; a stop is never before the start.
    stopped_at = max((at, *(clock.started_at for clock in clocks)))
    for clock in clocks:
        clock.stopped_at = stopped_at
        clock.outcome = _outcome(clock, stopped_at, event, rulebook)
        clock.next_signal_at = None


def _outcome(clock: Clock, at: datetime, event: str, rulebook: Rulebook) -> str:
    if event == WITHDRAWN:
        return ClockOutcome.VOID.value
    rule = rulebook.clock_rule(code=clock.code, kind=clock.kind)
    # The petitioner's own time can't be kept late by anybody.
    if at <= clock.due_at or (rule and rule.bound is Bound.PETITIONER):
        return ClockOutcome.MET.value
    return ClockOutcome.LATE.value
