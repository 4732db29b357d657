"""Clocks as pages show them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock, Postponement
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.rulebook import Bound, ClockRule
from huiyin.clocks.rules.signals import escalation_next
from huiyin.clocks.selectors.sentences import clock_sentence, staff_sentence
from huiyin.kernel.time import office_day

Tone = Literal["neutral", "soon", "late"]
_SOON_DAYS = 3
_SOON_FRACTION = 0.8


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """Why a clock ends later than at first: so many days, why, who approved it, under which article."""

    days: int
    reason: str
    approver: str
    article: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock at an instant.

    `layer` is statutory or promise; `bound` says whose time it is, a value of `Bound`. `days_left` is negative
    when late and 0 on the last day and once stopped. `fraction` is the part of the time that is used up, 0 to 1.
    """

    code: str
    name: str
    layer: str
    bound: str
    started_at: datetime
    due_at: datetime
    due_on: date
    provisional: bool
    article: str
    stopped_at: datetime | None
    outcome: str
    days_left: int
    tone: Tone
    fraction: float
    sentence: str
    extensions: tuple[ExtensionView, ...] = ()
    extend_days: int = 0
    round: int = 1
    escalates_on: date | None = None

    @property
    def is_over(self) -> bool:
        """A time in which something could be done has passed: nobody is late, and nothing is in time any more."""
        return self.stopped_at is None and self.days_left < 0 and Bound(self.bound).is_window


@dataclass(frozen=True, slots=True)
class DueView:
    """What is due first, as a line of a list says it; `days_left` as in ClockView."""

    code: str
    name: str
    due_on: date
    days_left: int
    tone: Tone


def clock_views(*, subject_id: UUID, at: datetime, inside: bool = False) -> list[ClockView]:
    """A subject's clocks with extensions, in one statement: the running ones by due date, then the stopped ones.

    `inside`: their sentences are spoken to staff and not to the petitioner.
    """
    moved = Postponement.objects.filter(clock=OuterRef("pk")).order_by("due_before").values("due_before")
    clocks = Clock.objects.filter(subject_id=subject_id).select_related("extension")
    clocks = clocks.annotate(first_due_before=Subquery(moved[:1]))
    return [_view(clock, at, _extensions(clock), inside=inside) for clock in _in_order(clocks)]


def clocks_for_many(*, subject_ids: Collection[UUID], at: datetime) -> dict[UUID, list[ClockView]]:
    """The running clocks of many subjects by due date, without extensions. One statement. For lists: due_first."""
    found: dict[UUID, list[ClockView]] = {subject_id: [] for subject_id in subject_ids}
    for clock in _in_order(Clock.objects.filter(subject_id__in=found, stopped_at__isnull=True)):
        found[clock.subject_id].append(_view(clock, at, ()))
    return found


def due_first(*, subject_ids: Collection[UUID], at: datetime, code: str = "") -> dict[UUID, DueView]:
    """What is due first of each of many subjects, for a list; nothing of one without a running clock. One statement.

    With `code` only that clock's rounds count.
    Plain values and no sentences: a list of fifty would spend more on three clocks a line than on all the rest.
    """
    running = Clock.objects.filter(subject_id__in=subject_ids, stopped_at__isnull=True)
    if code:
        running = running.filter(code=code)
    rows = running.values_list("due_at", "started_at", "subject_id", "code", "kind", "rulebook")
    first: dict[UUID, tuple[datetime, datetime, str, ClockRule | None]] = {}
    plans = planner()
    for due_at, started_at, subject_id, clock, kind, source in rows:
        rule = plans.rule(source=source, code=clock, kind=kind, started_at=started_at)
        # What a unit may still do isn't due, as in `next_due`.
        if rule is not None and rule.bound is Bound.UNIT:
            continue
        known = first.get(subject_id)
        if known is None or due_at < known[0]:
            first[subject_id] = (due_at, started_at, clock, rule)
    today = office_day(at)
    return {key: _due(*found, at=at, today=today) for key, found in first.items()}


def _due(
    due_at: datetime, started_at: datetime, code: str, rule: ClockRule | None, *, at: datetime, today: date
) -> DueView:
    due_on = office_day(due_at)
    days_left = (due_on - today).days
    return DueView(
        code=code,
        name=gettext(rule.name) if rule else code,
        due_on=due_on,
        days_left=days_left,
        tone=_tone_of_running(rule, due_at, at, days_left, _part_used(started_at, due_at, at)),
    )


def subjects_without_running_clock(*, subject_ids: Collection[UUID]) -> list[UUID]:
    """Those of the subjects that nothing is running for, in the given order: for the sweep over open matters."""
    running = set(
        Clock.objects.filter(subject_id__in=subject_ids, stopped_at__isnull=True).values_list("subject_id", flat=True)
    )
    return [subject_id for subject_id in subject_ids if subject_id not in running]


def _in_order(clocks: Iterable[Clock]) -> list[Clock]:
    rows = list(clocks)
    running = sorted((clock for clock in rows if clock.stopped_at is None), key=lambda clock: clock.due_at)
    stopped = sorted(
        ((clock.stopped_at, place) for place, clock in enumerate(rows) if clock.stopped_at is not None), reverse=True
    )
    return [*running, *(rows[place] for _at, place in stopped)]


def _view(clock: Clock, at: datetime, extensions: tuple[ExtensionView, ...], *, inside: bool = False) -> ClockView:
    rule = planner().rule_of(clock)
    due_on = office_day(clock.due_at)
    days_left = 0 if clock.stopped_at else (due_on - office_day(at)).days
    used = _fraction(clock, at)
    return ClockView(
        code=clock.code,
        name=gettext(rule.name) if rule else clock.code,
        layer=clock.layer,
        bound=rule.bound.value if rule else Bound.AUTHORITY.value,
        started_at=clock.started_at,
        due_at=clock.due_at,
        due_on=due_on,
        provisional=clock.provisional,
        article=gettext(clock.article),
        stopped_at=clock.stopped_at,
        outcome=clock.outcome,
        days_left=days_left,
        tone=_tone(clock, rule, at, days_left, used),
        fraction=used,
        sentence=staff_sentence(clock, rule, at) if inside else clock_sentence(clock, rule, at),
        extensions=extensions,
        extend_days=rule.extend_days if rule else 0,
        round=clock.round,
        escalates_on=_escalates_on(clock, rule, at),
    )


def _escalates_on(clock: Clock, rule: ClockRule | None, at: datetime) -> date | None:
    """Of a late one: when whoever leads is told next, if ever again."""
    if rule is None or clock.stopped_at is not None or at <= clock.due_at:
        return None
    coming = escalation_next(rule, due_at=clock.due_at, after=at, calendar=planner().calendar)
    return office_day(coming) if coming else None


def _extensions(clock: Clock) -> tuple[ExtensionView, ...]:
    # Where there is none, Django raises an AttributeError of its own at a one-to-one from behind.
    extension = getattr(clock, "extension", None)
    if extension is None:
        return ()
    return (
        ExtensionView(
            days=extension.days,
            reason=extension.reason,
            approver=extension.approver,
            article=gettext(extension.article),
            at=extension.at,
        ),
    )


def _fraction(clock: Clock, at: datetime) -> float:
    return _part_used(clock.started_at, clock.due_at, clock.stopped_at or at)


def _part_used(started_at: datetime, due_at: datetime, at: datetime) -> float:
    length = (due_at - started_at).total_seconds()
    used = (at - started_at).total_seconds()
    # A promise for the same day has no length where it begins in the day's last second.
    return min(max(used / length, 0.0), 1.0) if length else 1.0


def _tone(clock: Clock, rule: ClockRule | None, at: datetime, days_left: int, used: float) -> Tone:
    if clock.stopped_at:
        # `replaced` says neither met nor late: its dates do.
        was_late = clock.outcome == ClockOutcome.REPLACED and clock.stopped_at > clock.due_at
        return "late" if was_late or clock.outcome == ClockOutcome.LATE else "neutral"
    return _tone_of_running(rule, clock.due_at, at, days_left, used)


def _tone_of_running(rule: ClockRule | None, due_at: datetime, at: datetime, days_left: int, used: float) -> Tone:
    if at > due_at:
        return "neutral" if rule and rule.bound.is_window else "late"
    return "soon" if days_left <= _SOON_DAYS or used >= _SOON_FRACTION else "neutral"
