"""The clocks that an event starts, worked out once per kind and day: a thousand filings of a day share them.

A day has two halves for that, before and after the office closes: what counts from the office hours differs by them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from huiyin.clocks.rules.calendar import Calendar
from huiyin.clocks.rules.due import Deadline, rule_due
from huiyin.clocks.rules.editions import Editions
from huiyin.clocks.rules.rulebook import ClockRule, OfficeHours
from huiyin.clocks.rules.signals import signal_next
from huiyin.clocks.rules.timed import rule_kind, subject_kind_of
from huiyin.kernel.time import OFFICE_ZONE, end_of_day, office_day

_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class PlannedClock:
    """A clock to start on a certain day.

    `end` is the end of its last day, before a late start is allowed for; of one that counts hours or minutes only
    the rule says when it ends.
    """

    rule: ClockRule
    end: datetime
    provisional: bool
    first_signal: datetime | None

    def due_at(self, started_at: datetime) -> datetime:
        """The instant after which it is late.

        An event in the very last second of a day would otherwise have its same-day promise end before it began.
        """
        return started_at + self.rule.span if self.rule.unit.is_exact else max(self.end, started_at)


class StartedClock(Protocol):
    """What of a clock tells which rule it lives by."""

    @property
    def rulebook(self) -> str:
        """The version it was started under, `cn-2022@1`."""

    @property
    def code(self) -> str:
        """The rule's code."""

    @property
    def kind(self) -> str:
        """The kind of what it times."""

    @property
    def started_at(self) -> datetime:
        """When it began."""


class Planner:
    """Plans clocks by the rulebook of their day and a calendar, and remembers what it has worked out."""

    def __init__(self, editions: Editions, calendar: Calendar) -> None:
        """Both are fixed for the planner's life; another calendar wants another planner."""
        self.editions = editions
        self.calendar = calendar
        self._kept: dict[tuple[str, str, date, bool], tuple[PlannedClock, ...]] = {}

    def planned(self, *, event: str, kind: str, at: datetime) -> tuple[PlannedClock, ...]:
        """The clocks that an event at that instant starts for a subject of that kind. Raises KindUnregistered."""
        wall = at.astimezone(OFFICE_ZONE)
        book = self.editions.on(wall.date())
        has_closed = book.office_hours is not None and wall.time() >= book.office_hours.closes
        key = (event, kind, wall.date(), has_closed)
        found = self._kept.get(key)
        if found is None:
            # Only for its error: a kind that nobody has registered would be given no clocks, and nobody would know.
            subject_kind_of(kind)
            if len(self._kept) >= _MOST_KEPT:
                # An import of many years asks for more days than are worth keeping.
                self._kept.clear()
            rules = book.clocks_started(event=event, kind=kind)
            found = tuple(self._plan(rule, at, book.office_hours) for rule in rules)
            # What is due by a time of this very day differs before and after that time.
            if not any(rule.by and rule.amount == 0 for rule in rules):
                self._kept[key] = found
        return found

    def due(self, rule: ClockRule, started_at: datetime) -> Deadline:
        """The end of a rule's period that started then, by the office hours of that day."""
        hours = self.editions.on(office_day(started_at)).office_hours
        return rule_due(rule, started_at, hours, self.calendar)

    def rule_of(self, clock: StartedClock) -> ClockRule | None:
        """The rule that a clock was started under.

        A version that isn't installed any more gives way to what holds for the start day; None when that has no such
        clock either.
        """
        return self.rule(source=clock.rulebook, code=clock.code, kind=clock.kind, started_at=clock.started_at)

    def rule(self, *, source: str, code: str, kind: str, started_at: datetime) -> ClockRule | None:
        """The same from single values."""
        kind = rule_kind(kind, code=code)
        found = self.editions.clock_rule(source=source, code=code, kind=kind)
        return found or self.editions.on(office_day(started_at)).clock_rule(code=code, kind=kind)

    def first_signal(self, planned: PlannedClock, started_at: datetime) -> datetime | None:
        """The first warning after the start. The kept one holds unless it lies before this very instant."""
        is_kept = not planned.rule.unit.is_exact
        if is_kept and (planned.first_signal is None or planned.first_signal > started_at):
            return planned.first_signal
        due_at = planned.due_at(started_at)
        return signal_next(planned.rule, due_at=due_at, after=started_at, calendar=self.calendar)

    def _plan(self, rule: ClockRule, at: datetime, hours: OfficeHours | None) -> PlannedClock:
        due = rule_due(rule, at, hours, self.calendar)
        # From the beginning of the day, as all that comes on it shares the plan; `first_signal` looks again.
        before = end_of_day(office_day(at) - timedelta(days=1))
        first = signal_next(rule, due_at=due.at, after=before, calendar=self.calendar)
        return PlannedClock(rule=rule, end=due.at, provisional=due.provisional, first_signal=first)
