"""The clocks of a subject that turns out to be of another kind.

Nothing begins anew: what the new kind owes runs from the events that began the old clocks, on the days on which they
happened. So a corrected kind can make something late at once, and never gives more time than the kind itself has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock, Extension
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.next_due import next_due
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.rules.subject import Subject
from huiyin.clocks.services.begin import clocks_planned
from huiyin.clocks.services.extend import clock_move
from huiyin.db import rows_insert


@dataclass(frozen=True, slots=True)
class ClocksReplanned:
    """The clocks that ended and began, the extensions that were carried over, and what is due next of all."""

    ended: list[Clock] = field(default_factory=list)
    begun: list[Clock] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    next_due_at: datetime | None = None


def clocks_replan(*, subject: Subject, happened: Mapping[str, datetime]) -> ClocksReplanned:
    """Plan the clocks by the new kind. The caller holds the subject's lock.

    `subject` has the new kind and the instant of the correction; `happened` says when each event of this round that
    starts or stops clocks took place, the registration at receipt. Where clocks are on record that began with an
    event, their instant counts. A clock that the new kind has just so runs on. Any other that runs ends as
    `replaced`, keeping the due date that it was held to. What the new kind owes on top begins from its own event; a
    code that the subject has had begins only as its next revision, from the very instant of the one before, which
    the database checks, and with the extension that one was given.
    """
    plans = planner()
    clocks = list(Clock.objects.filter(subject_id=subject.id).select_related("extension"))
    running = [clock for clock in clocks if clock.stopped_at is None]
    ended = [clock for clock in running if not _holds_for(plans, clock, subject.kind)]
    # Before anything begins: the database lets a next revision in only once the one before was replaced.
    _replace(ended, subject.at)
    since = {**happened, **_recorded(plans, clocks, subject.round)}
    begun = [
        clock
        for event in happened
        for clock in _owed(plans, subject, event, since)
        if _is_to_begin(clock, clocks, ended)
    ]
    for clock in begun:
        clock.revision = 1 + max((earlier.revision for earlier in _before(clock, clocks)), default=0)
    rows_insert(begun)
    extensions = [moved for clock in begun for moved in _carried_over(plans, clock, clocks, subject.at)]
    left = [clock for clock in (*running, *begun) if clock.stopped_at is None]
    due = next_due((_bound(plans, clock), clock.due_at) for clock in left)
    return ClocksReplanned(ended, begun, extensions, due)


def _holds_for(plans: Planner, clock: Clock, kind: str) -> bool:
    """Whether a subject of that kind has this very time limit, under the rulebook the clock lives by."""
    own = plans.rule_of(clock)
    # A clock whose rule is installed no more ends with its subject, as in `is_stopped`.
    return own is None or own == plans.rule(
        source=clock.rulebook, code=clock.code, kind=kind, started_at=clock.started_at
    )


def _recorded(plans: Planner, clocks: list[Clock], round_: int) -> dict[str, datetime]:
    """When the events of a round began clocks."""
    rules = [(plans.rule_of(clock), clock.started_at) for clock in clocks if clock.round == round_]
    return {rule.starts: started_at for rule, started_at in rules if rule is not None}


def _replace(clocks: list[Clock], at: datetime) -> None:
    for clock in clocks:
        clock.stopped_at = max(at, clock.started_at)
        clock.outcome = ClockOutcome.REPLACED.value
        clock.next_signal_at = None
        clock.save(update_fields=["stopped_at", "outcome", "next_signal_at"])


def _owed(plans: Planner, subject: Subject, event: str, happened: Mapping[str, datetime]) -> list[Clock]:
    """What an event started for the new kind and nothing has ended since."""
    begun = Subject(subject.id, subject.kind, happened[event], subject.round)
    planned = clocks_planned(plans, begun, event)
    rules = [(clock, plans.rule_of(clock)) for clock in planned]
    return [clock for clock, rule in rules if rule is None or not rule.stops & happened.keys()]


def _before(clock: Clock, clocks: list[Clock]) -> list[Clock]:
    return [other for other in clocks if (other.code, other.round) == (clock.code, clock.round)]


def _is_to_begin(clock: Clock, clocks: list[Clock], ended: list[Clock]) -> bool:
    """Unless the code runs on, or has ended in the ordinary way: that part of the subject's life is over."""
    return all(earlier in ended or earlier.outcome == ClockOutcome.REPLACED for earlier in _before(clock, clocks))


def _carried_over(plans: Planner, clock: Clock, clocks: list[Clock], at: datetime) -> list[Extension]:
    """The extension of an earlier clock of this same rule: it was granted and said, and is granted once."""
    rule = plans.rule_of(clock)
    given = [
        earlier.extension
        for earlier in _before(clock, clocks)
        if hasattr(earlier, "extension") and plans.rule_of(earlier) == rule and earlier.due_at > clock.due_at
    ]
    if rule is None or not given:
        return []
    last = given[-1]
    copy = Extension(days=last.days, reason=last.reason, approver=last.approver, article=last.article)
    return [clock_move(clock, rule, copy, at=at).extension]


def _bound(plans: Planner, clock: Clock) -> Bound:
    rule = plans.rule_of(clock)
    return rule.bound if rule else Bound.AUTHORITY
