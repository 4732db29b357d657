"""A rulebook: kinds of matter, time limits, grounds of refusal and letters, each with its article.

`reading` makes one of a TOML file, `profiles` merges the law with a house profile.
"""

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from huiyin.clocks.rules.timed import subject_kind_of
from huiyin.kernel.errors import NotReady

# Of a matter.
KINDS = ("suggestion", "accusation", "claim", "inquiry")
# Instead of an event: such a clock begins when somebody sets its day.
BY_HAND = "by_hand"


class RulebookInvalid(NotReady):
    """A rulebook or calendar file can't be used."""

    sentence = "规则文件 %(file)s 中的 %(key)s 有误：%(reason)s。请改正后重新启动。"


class Layer(StrEnum):
    """Whether the law sets a time limit, or the house has promised it on top."""

    STATUTORY = "statutory"
    PROMISE = "promise"


class PeriodUnit(StrEnum):
    """What is counted. Minutes and hours pass by night and on days off, too; a day is over when it ends."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"

    @property
    def is_exact(self) -> bool:
        """Counted from the very instant of the event and not from its day."""
        return self in {PeriodUnit.MINUTE, PeriodUnit.HOUR}

    @property
    def step(self) -> timedelta:
        """By how much the offsets of reminders go: in the unit itself, of working days in days."""
        return {PeriodUnit.MINUTE: timedelta(minutes=1), PeriodUnit.HOUR: timedelta(hours=1)}.get(
            self, timedelta(days=1)
        )


_UNIT_NAMES = {
    PeriodUnit.MINUTE: "分钟",
    PeriodUnit.HOUR: "小时",
    PeriodUnit.DAY: "天",
    PeriodUnit.WORKING_DAY: "个工作日",
}


class Bound(StrEnum):
    """Who has the time: the authority owes something by then, or the petitioner may still do something.

    Between units: one owes it to another (`inside`), or a unit may still do something (`unit`).
    """

    AUTHORITY = "authority"
    PETITIONER = "petitioner"
    INSIDE = "inside"
    UNIT = "unit"

    @property
    def is_window(self) -> bool:
        """A time in which something may be done: nobody is late when it is over."""
        return self in {Bound.PETITIONER, Bound.UNIT}


class CountsFrom(StrEnum):
    """From when a period is counted: the event itself, or the office hours in which somebody can see to it.

    By `office_hours` what comes after closing, or on a day off, counts as if it came on the next working day.
    """

    EVENT = "event"
    OFFICE_HOURS = "office_hours"


class GroundOutcome(StrEnum):
    """The three ways in which an answer can be "no, not here"."""

    DECLINE = "decline"
    FINAL = "final"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class KindRule:
    """A kind of matter as the petitioner meets it."""

    code: str
    name: str
    help: str
    article: str


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One time limit for some kinds of matter.

    `amount` counts from the day after the event, of hours and minutes from the event itself; it is 0 where the day is
    set by hand (`starts` is BY_HAND). `by` is the time on the last day, None for its end. `warn` and `escalate` are
    days relative to the due day (negative: before), of hours and minutes such relative to the due instant; with
    `escalate_daily` the escalation goes on every working day after the last of them.
    `running` has the place %(due)s and `stopped` the place %(stopped)s. `extend_days` 0: can't be extended.
    `source` is the rulebook with its version, `cn-2022@1`. Of a clock with `each` several run side by side, one a
    round, and an event stops only that of its own round.
    """

    code: str
    name: str
    layer: Layer
    kinds: tuple[str, ...]
    starts: str
    stops: frozenset[str]
    amount: int
    unit: PeriodUnit
    article: str
    running: str
    stopped: str
    source: str
    bound: Bound = Bound.AUTHORITY
    warn: tuple[int, ...] = ()
    escalate: tuple[int, ...] = ()
    escalate_daily: bool = False
    extend_days: int = 0
    extend_article: str = ""
    each: bool = False
    counts_from: CountsFrom = CountsFrom.EVENT
    by: time | None = None

    @property
    def length(self) -> str:
        """How long it is, in the source language, as letters say it."""
        by = f" {self.by:%H:%M} 前" if self.by else ""
        return f"{self.amount} {_UNIT_NAMES[self.unit]}{by}"

    @property
    def span(self) -> timedelta:
        """How long it is where hours or minutes are counted."""
        return self.amount * self.unit.step


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A ground on which a matter isn't accepted here; `sentence` tells the petitioner why and where to go."""

    code: str
    name: str
    outcome: GroundOutcome
    article: str
    sentence: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteRule:
    """One of the routes into which claims are sorted (条例 Art 31); `sentence` is what the notice says of it.

    `ground` is the ground on which the petitioner is sent there, "" where the matter goes on here.
    """

    code: str
    name: str
    article: str
    sentence: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class LetterRule:
    """A letter with the article it rests on; `remedy` says what can be done against it, with its own article.

    Where it has the place %(length)s, `remedy_clock` is the clock whose length stands there.
    """

    code: str
    name: str
    kinds: tuple[str, ...]
    article: str
    remedy: str = ""
    remedy_article: str = ""
    remedy_clock: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveRule:
    """When the whole file of a closed matter goes to the records office; `sentence` has the place %(days)s."""

    days: int
    article: str
    sentence: str


# Where no rulebook says anything.
BACKDATED_MOST = 7


@dataclass(frozen=True, slots=True)
class BackdatingRule:
    """So many days back an officer may date a step without saying why; `sentence` has the place %(days)s."""

    days: int
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class HearingRule:
    """How many days ahead a hearing is announced at least; `sentence` has the place %(days)s."""

    notice_days: int
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class UrgeRule:
    """After how many days the petitioner of a late matter may urge again; `sentence` has the place %(days)s."""

    days: int
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReceptionRule:
    """How many days a year each leader receives people, how many of these are out among people or by appointment.

    `sentence` has the places %(days)s and %(visits)s.
    """

    days: int
    visits: int
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When offices are open on a working day, by the clock on their wall; `sentence` has %(opens)s and %(closes)s."""

    opens: time
    closes: time
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RulebookHeader:
    """What a rulebook file says about itself. `tightens` names the base of a house profile, "" for a base."""

    code: str
    name: str
    instrument: str
    version: str
    valid_from: str
    source: str
    tightens: str = ""

    @property
    def ref(self) -> str:
        """The rulebook as clocks and ledger write it: `cn-2022@1`."""
        return f"{self.code}@{self.version}"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules in force. `headers` are the files it was merged from, the base first."""

    headers: tuple[RulebookHeader, ...]
    kinds: tuple[KindRule, ...]
    clocks: tuple[ClockRule, ...]
    grounds: tuple[GroundRule, ...]
    letters: tuple[LetterRule, ...]
    routes: tuple[RouteRule, ...] = ()
    archive: ArchiveRule | None = None
    hearing: HearingRule | None = None
    urge: UrgeRule | None = None
    office_hours: OfficeHours | None = None
    backdating: BackdatingRule | None = None
    reception: ReceptionRule | None = None
    _clock_by_key: dict[tuple[str, str], ClockRule] = field(init=False, repr=False, compare=False)

    @property
    def backdated_most(self) -> int:
        """How many days back a step may be dated without a reason."""
        return self.backdating.days if self.backdating else BACKDATED_MOST

    def __post_init__(self) -> None:
        """Index the clocks by code and kind."""
        index = {(rule.code, kind): rule for rule in self.clocks for kind in rule.kinds}
        # Frozen, so that no reader changes the rules of all; here it is still being made.
        object.__setattr__(self, "_clock_by_key", index)

    @property
    def ref(self) -> str:
        """All versions that went into it: `cn-2022@1+county@1`."""
        return "+".join(header.ref for header in self.headers)

    def clock_rule(self, *, code: str, kind: str) -> ClockRule | None:
        """The rule of a clock; None when the rulebook doesn't have it (any more)."""
        return self._clock_by_key.get((code, kind))

    def clocks_started(self, *, event: str, kind: str) -> tuple[ClockRule, ...]:
        """The time limits that begin with this event."""
        return tuple(rule for rule in self.clocks if rule.starts == event and kind in rule.kinds)

    def kind(self, code: str) -> KindRule:
        """A kind of matter. Raises KeyError for a code that isn't one of KINDS."""
        return {rule.code: rule for rule in self.kinds}[code]

    def grounds_for(self, *, outcome: GroundOutcome, kind: str) -> tuple[GroundRule, ...]:
        """The grounds that an officer may choose from."""
        return tuple(rule for rule in self.grounds if rule.outcome == outcome and kind in rule.kinds)

    def ground(self, code: str) -> GroundRule | None:
        """A ground by its code."""
        return next((rule for rule in self.grounds if rule.code == code), None)

    def route(self, code: str) -> RouteRule | None:
        """A route by its code."""
        return next((rule for rule in self.routes if rule.code == code), None)

    def route_of_ground(self, code: str) -> RouteRule | None:
        """The route on which that ground sends a claim; None for grounds that are about something else."""
        return next((rule for rule in self.routes if rule.ground and rule.ground == code), None)

    def remedy(self, letter: LetterRule, *, kind: str) -> str:
        """What can be done against a letter, in the source language, as it is printed; "" for nothing."""
        rule = self.clock_rule(code=letter.remedy_clock, kind=kind)
        return letter.remedy % {"length": rule.length} if rule else letter.remedy

    def letter(self, *, code: str, kind: str) -> LetterRule | None:
        """The letter of this code for this kind of matter."""
        return next((rule for rule in self.letters if rule.code == code and kind in rule.kinds), None)


def is_stopped(rule: ClockRule | None, event: str, *, kind: str) -> bool:
    """Whether the event ends a clock of this rule; a clock that lost its rule ends with its subject."""
    return event in (rule.stops if rule else subject_kind_of(kind).endings)
