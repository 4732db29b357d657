"""A holiday that was announced later: what would end on it ends on the next working day.

A period that the law counts in days, or anybody in working days, and the petitioner's own time are counted by the
calendar as it is now. A clock is never shortened by that, and one that is late stays late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock, Postponement
from huiyin.clocks.rules.due import rule_ends
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.rulebook import BY_HAND, Bound, ClockRule, Layer, PeriodUnit
from huiyin.clocks.rules.signals import signal_next
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import EntryDraft, entries_append

POSTPONED = "clocks.clock.postponed"
# No clock is due later than this after today; what is, is looked at when the day comes nearer.
_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Postponed:
    """A clock that was moved, whose time it is, and the row that says from when to when."""

    clock: Clock
    bound: Bound
    row: Postponement


def clocks_postpone(at: datetime, *, limit: int = 1000) -> list[Postponed]:
    """Move running clocks whose last day has become a day off, or that count working days of which one has.

    Provisional dates are left to `clocks_settle_provisional`, and days that somebody chose stay as they were chosen.
    Each is in the ledger with the date before and after. Call it until it gives none.
    """
    plans = planner()
    candidates = _candidates(plans, at)
    ids = [clock.pk for clock in candidates if _due_after(clock, plans) > clock.due_at][:limit]
    if not ids:
        return []
    # Only these few are locked, and looked at again: one may have been stopped or extended since.
    with transaction.atomic():
        clocks = Clock.objects.select_for_update().filter(pk__in=ids, stopped_at__isnull=True, due_at__gte=at)
        moved = [_move(clock, plans, at) for clock in clocks.order_by("due_at", "id")]
        done = [postponed for postponed in moved if postponed is not None]
        entries_append([_draft(postponed) for postponed in done])
    return done


def _candidates(plans: Planner, at: datetime) -> Iterable[Clock]:
    """Those that may have to move: what ends on a day off, and what counts working days."""
    rules = [rule for _day, book in plans.editions.changes for rule in book.clocks if _follows_calendar(rule)]
    in_days = {rule.code for rule in rules if rule.unit is PeriodUnit.DAY}
    in_working_days = {rule.code for rule in rules if rule.unit is PeriodUnit.WORKING_DAY}
    today = office_day(at)
    ahead = [today + timedelta(days=step) for step in range(_AHEAD.days)]
    # When a day ends depends on `by` alone, so one rule for each will do.
    ends = {rule.by: rule for rule in rules}.values()
    off = [rule_ends(rule, day) for day in ahead if not plans.calendar.is_working_day(day) for rule in ends]
    running = Clock.objects.filter(stopped_at__isnull=True, provisional=False, due_at__gte=at)
    found = running.filter(Q(code__in=in_days, due_at__in=off) | Q(code__in=in_working_days))
    return found.select_related("extension").iterator()


def _follows_calendar(rule: ClockRule) -> bool:
    """A promise in plain days doesn't wait for an office to open; a day that somebody set stays, and hours pass."""
    if rule.starts == BY_HAND or rule.unit.is_exact:
        return False
    return rule.layer is Layer.STATUTORY or rule.bound is Bound.PETITIONER or rule.unit is PeriodUnit.WORKING_DAY


def _due_after(clock: Clock, plans: Planner) -> datetime:
    """When it is due by today's calendar, never before it was."""
    rule = plans.rule_of(clock)
    if rule is None or not _follows_calendar(rule):
        return clock.due_at
    on = plans.calendar.next_working_day(office_day(clock.due_at))
    # An extension is in plain days, counted from the due day: the working days before it aren't counted again.
    if rule.unit is PeriodUnit.WORKING_DAY and getattr(clock, "extension", None) is None:
        on = max(on, plans.due(rule, clock.started_at).on)
    return max(clock.due_at, rule_ends(rule, on))


def _move(clock: Clock, plans: Planner, at: datetime) -> Postponed | None:
    due_after = _due_after(clock, plans)
    rule = plans.rule_of(clock)
    if rule is None or due_after <= clock.due_at:
        return None
    row = Postponement(clock=clock, due_before=clock.due_at, due_after=due_after, at=at)
    row.save(force_insert=True)
    clock.due_at = due_after
    clock.next_signal_at = signal_next(rule, due_at=due_after, after=at, calendar=plans.calendar)
    clock.save(update_fields=["due_at", "next_signal_at"])
    return Postponed(clock, rule.bound, row)


def _draft(done: Postponed) -> EntryDraft:
    row, clock = done.row, done.clock
    return EntryDraft(
        kind=POSTPONED,
        subject=Ref("clock", clock.id),
        at=row.at,
        actor=system("calendar").ref,
        facts={
            "code": clock.code,
            "of": str(clock.subject_id),
            "due_before": row.due_before.isoformat(),
            "due_after": row.due_after.isoformat(),
        },
        rows=[row, clock],
    )
