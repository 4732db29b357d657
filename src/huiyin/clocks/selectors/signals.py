"""Clocks that have something to say."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.rulebook import Bound, PeriodUnit
from huiyin.clocks.rules.signals import Signal, signal_next, signal_passed
from huiyin.clocks.rules.timed import KindUnregistered
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day


@dataclass(frozen=True, slots=True)
class ClockSignal:
    """One warning or escalation that is due. `bound` says whose time it is.

    `offset` counts from the due day, of a clock in hours or minutes from the due instant, negative before it;
    together with `clock_id` and `due_at` it names the signal for ever, and `unit` says what it counts. `seen_at` and
    `following_at` are for the claim: what the clock waits for now, and what for afterwards.
    """

    clock_id: UUID
    subject: Ref
    code: str
    bound: Bound
    offset: int
    escalate: bool
    due_at: datetime
    seen_at: datetime
    following_at: datetime | None
    round: int = 1
    unit: PeriodUnit = PeriodUnit.DAY

    @property
    def subject_id(self) -> UUID:
        """The row that it times."""
        return UUID(self.subject.key)

    def dedupe(self, recipient: int | str) -> str:
        """What makes its notice to somebody one notice, however often the signal comes."""
        # With the due instant: once more time is granted, three days before the new day is another signal.
        return f"signal:{self.clock_id}:{self.due_at:%Y%m%d%H%M}:{self.offset}:{recipient}"


def clocks_due_for_signal(*, at: datetime, limit: int = 200) -> list[ClockSignal]:
    """The running clocks whose next signal has come, the longest waiting first. One statement.

    Of several missed ones only the latest is given, and an escalation among them counts.
    """
    plans = planner()
    waiting = Clock.objects.filter(stopped_at__isnull=True, next_signal_at__lte=at).order_by("next_signal_at")[:limit]
    return [_signal(clock, clock.next_signal_at, at, plans) for clock in waiting if clock.next_signal_at]


def _signal(clock: Clock, seen_at: datetime, at: datetime, plans: Planner) -> ClockSignal:
    rule = plans.rule_of(clock)
    unit = rule.unit if rule and rule.unit.is_exact else PeriodUnit.DAY
    passed = following_at = None
    if rule is not None:
        passed = signal_passed(rule, due_at=clock.due_at, since=seen_at, at=at, calendar=plans.calendar)
        following_at = signal_next(rule, due_at=clock.due_at, after=at, calendar=plans.calendar)
    if passed is None:
        # The rulebook has changed since the instant was set: it is said all the same, once.
        passed = Signal(offset=_offset(clock, seen_at, unit), escalate=False)
    return ClockSignal(
        clock_id=clock.id,
        subject=_subject(clock),
        code=clock.code,
        bound=rule.bound if rule else Bound.AUTHORITY,
        offset=passed.offset,
        escalate=passed.escalate,
        due_at=clock.due_at,
        seen_at=seen_at,
        following_at=following_at,
        round=clock.round,
        unit=unit,
    )


def _offset(clock: Clock, seen_at: datetime, unit: PeriodUnit) -> int:
    if unit.is_exact:
        return (seen_at - clock.due_at) // unit.step
    return (office_day(seen_at) - office_day(clock.due_at)).days


def _subject(clock: Clock) -> Ref:
    # One whose kind no context has any more holds up no other one's: whoever gives the signal finds that out.
    try:
        return clock.subject
    except KindUnregistered:
        return Ref(clock.kind, clock.subject_id)
