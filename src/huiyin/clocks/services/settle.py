"""Provisional due dates, once the missing yearly table is there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.due import Deadline, extended_due, rule_ends
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.rulebook import Bound, ClockRule
from huiyin.clocks.rules.signals import signal_next
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import end_of_day
from huiyin.ledger.services import EntryDraft, entries_append

SETTLED = "clocks.clock.settled"


@dataclass(frozen=True, slots=True)
class Settled:
    """A clock whose date is firm now, whose time it is, and the date that it had before."""

    clock: Clock
    bound: Bound
    due_before: datetime


def clocks_settle_provisional(at: datetime, *, limit: int = 1000) -> list[Settled]:
    """Work out provisional due dates again and settle those that rest on loaded tables only.

    Gives the settled clocks, so that the caller can bring its own due dates along; call it until it gives none.
    Each is in the ledger with the date before and after. None becomes earlier, and what is late stays late.
    """
    plans = planner()
    if not plans.calendar.years:
        return []
    # What is due after the newest table can't be firm yet.
    horizon = end_of_day(date(max(plans.calendar.years), 12, 31))
    with transaction.atomic():
        waiting = (
            # The extension comes by an outer join, and PostgreSQL locks nothing that may not be there.
            Clock.objects.select_for_update(of=("self",))
            .select_related("extension")
            .filter(stopped_at__isnull=True, provisional=True, due_at__lte=horizon)
            .order_by("due_at", "id")[:limit]
        )
        settled = [result for clock in waiting if (result := _settle(clock, plans, at)) is not None]
        entries_append([_draft(result.clock, result.due_before, at) for result in settled])
    return settled


def _settle(clock: Clock, plans: Planner, at: datetime) -> Settled | None:
    """Settle one clock; None when it can't be settled yet."""
    rule = plans.rule_of(clock)
    if rule is None:
        return None
    due = _due_again(clock, rule, plans)
    if due.provisional:
        return None
    before = clock.due_at
    # A make-up workday may make the period end sooner than people were told: they keep the day they had. What is late
    # by the day that was told stays late; a window is nobody's to be late with.
    if at <= before or rule.bound.is_window:
        clock.due_at = max(due.at, before)
    clock.provisional = False
    clock.next_signal_at = signal_next(rule, due_at=clock.due_at, after=at, calendar=plans.calendar)
    clock.save(update_fields=["due_at", "provisional", "next_signal_at"])
    return Settled(clock, rule.bound, before)


def _due_again(clock: Clock, rule: ClockRule, plans: Planner) -> Deadline:
    due = plans.due(rule, clock.started_at)
    extension = getattr(clock, "extension", None)
    if extension is None:
        return due
    extended = extended_due(due.at, extension.days, plans.calendar)
    return Deadline(rule_ends(rule, extended.on), extended.provisional)


def _draft(clock: Clock, before: datetime, at: datetime) -> EntryDraft:
    return EntryDraft(
        kind=SETTLED,
        subject=Ref("clock", clock.id),
        at=at,
        actor=system("calendar").ref,
        facts={
            "code": clock.code,
            "of": str(clock.subject_id),
            "due_before": before.isoformat(),
            "due_after": clock.due_at.isoformat(),
        },
        rows=[clock],
    )
