"""What a plan by rule would make, and the plans of a unit."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from huiyin.clocks.selectors import calendar
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import begin_of_day, begin_of_next_day, office_day
from huiyin.orgs.selectors import PostView, leaves_of, officer_names, unit_names
from huiyin.reception.errors import DayNotYours, PlanNotFound, PlanTurnsMissing
from huiyin.reception.models import ReceptionDay, ReceptionPlan
from huiyin.reception.rules import FORM_LABELS, DayPlan, Form, slot_begins
from huiyin.reception.rules.plans import (
    DATE_NOTES,
    DAYS_OFF_LABELS,
    LINE_REFUSALS,
    OBSTACLES,
    DaysOff,
    LineRefusal,
    Obstacle,
    PlannedDate,
    PlanRule,
    PlanTurn,
    rhythm_dates,
    take_turns,
    weeks_without,
)
from huiyin.reception.selectors.days import DayView, days_of_plan, units_received_for
from huiyin.reception.selectors.leaders import leaders_for

_LISTED = 50


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A day that the rule wants: what comes of it. `day` is None where nothing does."""

    planned: PlannedDate
    day: DayPlan | None
    name: str
    passed: tuple[tuple[str, str], ...]
    refusal: LineRefusal | None

    @property
    def note_label(self) -> str:
        """Why it isn't where the rule has it, in the reader's language, or ""."""
        return gettext(DATE_NOTES[self.planned.note]) if self.planned.note else ""

    @property
    def refusal_label(self) -> str:
        """Why it isn't made, in the reader's language, or ""."""
        return gettext(LINE_REFUSALS[self.refusal]) if self.refusal else ""


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """All days of a plan before anything is written; `gaps` are the Mondays of weeks without a day of it.

    `fingerprint` is that of what would be made: the plan is made as it was seen, or not at all.
    """

    lines: tuple[PlanLine, ...]
    gaps: tuple[date, ...]
    fingerprint: str

    @property
    def days(self) -> list[DayPlan]:
        """What is made."""
        return [line.day for line in self.lines if line.day is not None]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as it was made."""

    id: UUID
    unit_id: int
    unit: str
    first_on: date
    last_on: date
    weekdays: tuple[int, ...]
    every: int
    days_off: DaysOff
    officers: tuple[str, ...]
    begins: time
    place: str
    form: Form
    ended_on: date | None
    end_reason: str

    @property
    def weekday_names(self) -> list[str]:
        """The days of the week, in the reader's language."""
        return [str(WEEKDAYS[number]) for number in self.weekdays]

    @property
    def form_label(self) -> str:
        """How people are received, in the reader's language."""
        return gettext(FORM_LABELS[self.form])

    @property
    def days_off_label(self) -> str:
        """What becomes of days off, in the reader's language."""
        return gettext(DAYS_OFF_LABELS[self.days_off])


def plan_preview(*, actor: Actor, rule: PlanRule, at: datetime) -> PlanPreview:
    """What the rule would make now. Raises DayNotYours, PlanTurnsMissing, and as PlanRule.checked does."""
    if rule.unit_id not in units_received_for(actor):
        raise DayNotYours
    tidy = rule.checked(at=at)
    posts = {post.officer_id: post for post in leaders_for(unit_id=tidy.unit_id)}
    names = officer_names(officer_ids=tidy.officers)
    if len(names) != len(tidy.officers):
        raise PlanTurnsMissing
    board = _Board(tidy, posts)
    dates = rhythm_dates(tidy.rhythm, calendar())
    open_dates = [planned.on for planned in dates if planned.on is not None and not board.overlaps(planned.on)]
    turns = dict(zip(open_dates, take_turns(open_dates, tidy.officers, board.obstacle), strict=True))
    lines = tuple(_line(planned, turns, board, names) for planned in dates)
    made = [office_day(line.day.starts_at) for line in lines if line.day]
    gaps = weeks_without(tidy.rhythm.first, tidy.rhythm.last, made)
    return PlanPreview(lines, tuple(gaps), _fingerprint(lines))


def plans_for(*, actor: Actor) -> list[PlanView]:
    """The plans of the units that this officer receives for, the latest first."""
    units = sorted(units_received_for(actor))
    return _plan_views(ReceptionPlan.objects.filter(unit__in=units).order_by("-made_at")[:_LISTED])


def plan_with_days(*, actor: Actor, plan_id: UUID, at: datetime) -> tuple[PlanView, list[DayView]]:
    """A plan and all its days, cancelled ones too. Raises PlanNotFound, for strangers too."""
    units = sorted(units_received_for(actor))
    found = _plan_views(ReceptionPlan.objects.filter(pk=plan_id, unit__in=units))
    if not found:
        raise PlanNotFound
    return found[0], days_of_plan(plan_id=plan_id, at=at)


class _Board:
    """What stands in the way of a plan: leaves, other days of the leaders, other days at the same place."""

    def __init__(self, rule: PlanRule, posts: Mapping[int | None, PostView]) -> None:
        self.rule, self.posts = rule, posts
        rhythm = rule.rhythm
        self.leaves = leaves_of(officer_ids=rule.officers, on=rhythm.first)
        within = ReceptionDay.objects.filter(
            cancelled_at__isnull=True,
            starts_at__gte=begin_of_day(rhythm.first),
            starts_at__lt=begin_of_next_day(rhythm.last),
        )
        self.busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
        columns = ("starts_at", "minutes", "slots")
        for officer_id, *times in within.filter(officer__in=rule.officers).values_list("officer_id", *columns):
            self.busy[officer_id].append(_span(*times))
        here = within.filter(unit=rule.unit_id, place=rule.place).values_list(*columns)
        self.here = [_span(*times) for times in here]
        # As they were published last: nobody types the same post and portfolio for each day.
        latest = ReceptionDay.objects.filter(unit=rule.unit_id, officer__in=rule.officers).order_by("published_at")
        self.words = {
            key: (title, text) for key, title, text in latest.values_list("officer_id", "title", "portfolio")
        }

    def obstacle(self, officer_id: int, on: date) -> Obstacle | None:
        """Why a leader can't take a day."""
        if officer_id not in self.posts:
            return Obstacle.NO_POST
        if any(leave.officer_id == officer_id and leave.starts_on <= on <= leave.ends_on for leave in self.leaves):
            return Obstacle.AWAY
        return Obstacle.ELSEWHERE if self._meets(self.busy[officer_id], on) else None

    def overlaps(self, on: date) -> bool:
        """Whether the unit has a day at this place and time already: the same plan twice makes nothing twice."""
        return self._meets(self.here, on)

    def day(self, on: date, officer_id: int) -> DayPlan:
        """The day as it would be published."""
        title, portfolio = self.words.get(officer_id, (self.posts[officer_id].title, ""))
        return self.rule.day(on, officer_id=officer_id, title=title, portfolio=portfolio)

    def _meets(self, spans: Iterable[tuple[datetime, datetime]], on: date) -> bool:
        day = self.rule.day(on, officer_id=0, title="", portfolio="")
        return any(begins < day.ends_at and day.starts_at < ends for begins, ends in spans)


def _span(starts_at: datetime, minutes: int, slots: int) -> tuple[datetime, datetime]:
    return starts_at, slot_begins(starts_at, minutes, slots + 1)


def _line(planned: PlannedDate, turns: Mapping[date, PlanTurn], board: _Board, names: Mapping[int, str]) -> PlanLine:
    if planned.on is None:
        return PlanLine(planned, None, "", (), None)
    turn = turns.get(planned.on)
    if turn is None:
        return PlanLine(planned, None, "", (), LineRefusal.OVERLAP)
    passed = tuple((names[officer_id], gettext(OBSTACLES[why])) for officer_id, why in turn.passed)
    if turn.officer_id is None:
        return PlanLine(planned, None, "", passed, LineRefusal.NO_LEADER)
    return PlanLine(planned, board.day(planned.on, turn.officer_id), names[turn.officer_id], passed, None)


def _fingerprint(lines: Iterable[PlanLine]) -> str:
    # What is made, not what was passed over: a leave that changes nothing asks nobody to look again.
    made = [f"{line.day.starts_at.isoformat()} {line.day.officer_id} {line.day.title}" for line in lines if line.day]
    return hashlib.sha256("\n".join(made).encode()).hexdigest()


def _plan_views(rows: Iterable[ReceptionPlan]) -> list[PlanView]:
    plans = list(rows)
    if not plans:
        return []
    units = unit_names(unit_ids={plan.unit_id for plan in plans})
    wanted = {plan.pk: [int(key) for key in plan.officers.split()] for plan in plans}
    names = officer_names(officer_ids={key for keys in wanted.values() for key in keys})
    return [
        PlanView(
            id=plan.pk,
            unit_id=plan.unit_id,
            unit=units[plan.unit_id],
            first_on=plan.first_on,
            last_on=plan.last_on,
            weekdays=tuple(int(number) for number in plan.weekdays.split()),
            every=plan.every,
            days_off=DaysOff(plan.days_off),
            officers=tuple(names[key] for key in wanted[plan.pk]),
            begins=time.fromisoformat(plan.begins),
            place=plan.place,
            form=Form(plan.form),
            ended_on=plan.ended_on,
            end_reason=plan.end_reason,
        )
        for plan in plans
    ]
