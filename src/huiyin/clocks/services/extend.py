"""More time for the authority: at most once, approved, reasoned, under an article."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock, Extension
from huiyin.clocks.rules.due import extended_due, rule_ends
from huiyin.clocks.rules.rulebook import ClockRule
from huiyin.clocks.rules.signals import signal_next
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.text import clean


class ClockNotRunning(Conflict):
    """There is no such clock, or it has stopped."""

    sentence = "这个期限已经结束，不能延长。"


class ExtensionNotPossible(Conflict):
    """The rulebook knows no extension of this time limit."""

    sentence = "“%(name)s”不能延长。"


class ExtensionTooLate(Conflict):
    """The due date has passed: being late can't be undone."""

    sentence = "期限已经过了，不能再延长。请尽快办理，并向来信来访的人说明。"


class ExtensionAlreadyGiven(Conflict):
    """It was extended before."""

    sentence = "这个期限已经延长过一次，不能再延长。"


class ExtensionTooLong(BadInput):
    """More days than the article allows, or none."""

    sentence = "请填 1 至 %(most)s 天（%(article)s）。"
    field = "days"


class ExtensionUnreasoned(BadInput):
    """Reason or approver is missing: the petitioner is told both."""

    sentence = "请写明为什么要延长、由谁批准；这些会告诉来信来访的人。"
    field = "reason"


@dataclass(frozen=True, slots=True)
class ClockExtended:
    """The clock as it is now and the row that explains it; both belong into the caller's ledger entry."""

    clock: Clock
    extension: Extension


def clock_extend(
    *, subject_id: UUID, code: str, days: int, reason: str, approver: str, at: datetime
) -> ClockExtended:
    """Extend a running clock by `days` days from its due day, in the caller's transaction (条例第三十四条).

    Raises ClockNotRunning, ExtensionNotPossible, ExtensionTooLate, ExtensionAlreadyGiven, ExtensionTooLong,
    ExtensionUnreasoned.
    """
    clock = Clock.objects.select_for_update().filter(subject_id=subject_id, code=code, stopped_at=None).first()
    if clock is None:
        raise ClockNotRunning
    rule = _check(clock, days=days, reason=clean(reason), approver=clean(approver), at=at)
    extension = Extension(days=days, reason=clean(reason), approver=clean(approver), article=rule.extend_article)
    return clock_move(clock, rule, extension, at=at)


def clock_move(clock: Clock, rule: ClockRule, extension: Extension, *, at: datetime) -> ClockExtended:
    """Let the clock end later by the days of an extension that says why; both are written."""
    calendar = planner().calendar
    due = extended_due(clock.due_at, extension.days, calendar)
    extension.clock = clock
    extension.due_before = clock.due_at
    extension.due_after = rule_ends(rule, due.on)
    extension.at = at
    # Before the clock: the trigger lets a due date move only where a row says from when to when.
    extension.save(force_insert=True)
    clock.due_at = extension.due_after
    clock.provisional = clock.provisional or due.provisional
    clock.next_signal_at = signal_next(rule, due_at=clock.due_at, after=at, calendar=calendar)
    clock.save(update_fields=["due_at", "provisional", "next_signal_at"])
    return ClockExtended(clock=clock, extension=extension)


def _check(clock: Clock, *, days: int, reason: str, approver: str, at: datetime) -> ClockRule:
    rule = planner().rule_of(clock)
    if rule is None or not rule.extend_days:
        raise ExtensionNotPossible(name=rule.name if rule else clock.code)
    if at > clock.due_at:
        raise ExtensionTooLate
    if Extension.objects.filter(clock=clock).exists():
        raise ExtensionAlreadyGiven
    if not 1 <= days <= rule.extend_days:
        raise ExtensionTooLong(most=rule.extend_days, article=rule.extend_article)
    if not reason or not approver:
        raise ExtensionUnreasoned
    return rule
