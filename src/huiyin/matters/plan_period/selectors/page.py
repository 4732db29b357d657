"""A period as its page, its sheet and its file show it: what the reader may see, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import (
    Matter,
    Milestone,
    PlannedMatter,
    PlanPeriod,
    PlanPeriodRevision,
    PlanPeriodUnit,
    Sponsorship,
    WeekLine,
)
from huiyin.matters.plan_period.rules import (
    PLANNED_MOST,
    RESULT_LABELS,
    WEEK_LABELS,
    PeriodDays,
    PlanResult,
    WeekState,
    owes,
    week_state,
    weeks_to_write,
)
from huiyin.matters.plan_period.selectors.gate import may_change, may_choose, period_get_for, periods_visible_to
from huiyin.matters.plan_period.selectors.weeks import lines_of_week, owed_until
from huiyin.matters.resolution.rules import RESOLUTION_LABELS, Resolution, Tally
from huiyin.matters.resolution.selectors import resolutions_of
from huiyin.returns.rules.timetable import WEEKDAY_LABELS


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period in the list."""

    id: UUID
    name: str
    unit: str
    begins_on: date
    ends_on: date
    weekday: int
    unit_id: int
    leader_id: int | None
    leader: str
    plan: str
    is_over: bool
    ended_on: date | None
    result: str
    end_reason: str


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """What a period was before a revision, when it was revised, and why."""

    at: datetime
    begins_on: date
    ends_on: date
    weekday_label: str
    leader: str
    plan: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A matter in a period. Leader and plan are its sponsor's, "" while nobody answers for it in person.

    `did`, `next_step` and `hinders` are the line of the week that is shown; `steps_done` of `steps` are done, and
    `step` is the next one.
    """

    number: str
    title: str
    unit: str
    received_at: datetime
    leader: str
    plan: str
    steps: int
    steps_done: int
    step: str
    step_due_on: date | None
    week: WeekState
    week_label: str
    did: str
    next_step: str
    hinders: str
    resolution: Resolution
    resolution_label: str
    result: str
    result_label: str
    result_reason: str
    result_next: str

    @property
    def is_missing(self) -> bool:
        """Whether the week is over and has no line."""
        return self.week is WeekState.MISSING


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """A period in one of its weeks. `tally` counts the rows: matters that are settled, of those in the plan."""

    period: PeriodRow
    units: tuple[str, ...]
    week: date
    weeks: tuple[date, ...]
    rows: tuple[PlannedRow, ...]
    tally: Tally
    may_choose: bool
    may_change: bool
    revisions: tuple[RevisionLine, ...]

    @property
    def missing(self) -> tuple[PlannedRow, ...]:
        """Those of this week that have no line."""
        return tuple(row for row in self.rows if row.is_missing)


@dataclass(frozen=True, slots=True)
class PlannedView:
    """That a matter is in a period, on its own page; `weeks` are those for which a line can be written."""

    period_id: UUID
    period: str
    ends_on: date
    weeks: tuple[date, ...]
    result_label: str
    reason: str
    next_step: str


def periods_for(*, actor: Actor, at: datetime) -> list[PeriodRow]:
    """Those that the actor may see, the newest first. One statement."""
    found = periods_visible_to(actor).select_related("unit", "leader").order_by("-begins_on", "-pk")[:100]
    return [_period_row(period, office_day(at)) for period in found]


def period_page(*, actor: Actor, period_id: UUID, week: date | None = None, at: datetime) -> PeriodPage:
    """One period in the week of that due day; None, or a day that isn't one: in the present week.

    What the reader may not see is neither listed nor counted. Raises PeriodNotFound.
    """
    period, today = period_get_for(actor=actor, period_id=period_id), office_day(at)
    weeks = period.days.weeks()
    present = period.days.present_week(today)
    shown = week if week in weeks and week is not None else present
    planned = _planned(actor).filter(period=period)[:PLANNED_MOST]
    rows = tuple(_rows(list(planned), period.days, shown, today))
    units = PlanPeriodUnit.objects.filter(period=period).order_by("unit__path")
    return PeriodPage(
        period=_period_row(period, today),
        units=tuple(units.values_list("unit__name", flat=True)),
        week=shown,
        # Nothing is owed of a week that hasn't come.
        weeks=tuple(due for due in weeks if due <= present),
        rows=rows,
        tally=Tally.of(row.resolution for row in rows),
        may_choose=may_choose(actor, period) and not period.days.is_over(today),
        may_change=may_change(actor, period) and not period.days.is_over(today),
        revisions=_revisions(period),
    )


def planned_of(matter: Matter, actor: Actor) -> tuple[PlannedView, ...]:
    """The periods of a matter, for its page, the newest first; nothing of it to the petitioner."""
    if not matter.parts & Part.PLANNED or actor.kind is ActorKind.PETITIONER:
        return ()
    rows = PlannedMatter.objects.filter(matter=matter).select_related("period").order_by("-added_at")
    today = office_day(now())
    return tuple(_view(row, today) for row in rows)


def _view(row: PlannedMatter, today: date) -> PlannedView:
    open_weeks = weeks_to_write(
        row.period.days, since=office_day(row.added_at), until=row.period.ended_on, today=today
    )
    return PlannedView(
        period_id=row.period.pk,
        period=row.period.name,
        ends_on=row.period.ended_on or row.period.ends_on,
        weeks=() if row.result else tuple(open_weeks),
        result_label=_result_label(row.result),
        reason=row.result_reason,
        next_step=row.result_next,
    )


def _planned(actor: Actor) -> "QuerySet[PlannedMatter]":
    rows = PlannedMatter.objects.filter(visible_through(actor)).select_related(
        "matter", "matter__lead_unit", "period"
    )
    return rows.order_by("matter__lead_unit__path", "matter__received_at", "pk")


def _period_row(period: PlanPeriod, today: date) -> PeriodRow:
    return PeriodRow(
        id=period.pk,
        name=period.name,
        unit=period.unit.name,
        begins_on=period.begins_on,
        ends_on=period.ends_on,
        weekday=period.weekday,
        unit_id=period.unit_id,
        leader_id=period.leader_id,
        leader=period.leader.display_name if period.leader else "",
        plan=period.plan,
        is_over=period.days.is_over(today),
        ended_on=period.ended_on,
        result=period.result,
        end_reason=period.end_reason,
    )


def _revisions(period: PlanPeriod) -> tuple[RevisionLine, ...]:
    rows = PlanPeriodRevision.objects.filter(period=period).select_related("leader").order_by("-position")
    return tuple(
        RevisionLine(
            at=row.at,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            weekday_label=gettext(WEEKDAY_LABELS[row.weekday]),
            leader=row.leader.display_name if row.leader else "",
            plan=row.plan,
            reason=row.reason,
        )
        for row in rows
    )


def _rows(planned: list[PlannedMatter], days: PeriodDays, week: date, today: date) -> Iterable[PlannedRow]:
    matters = [row.matter for row in planned]
    ids = [matter.pk for matter in matters]
    running = Sponsorship.objects.filter(matter__in=ids, ended_at__isnull=True).select_related("officer")
    sponsors = {row.matter_id: row for row in running}
    steps: dict[UUID, list[Milestone]] = defaultdict(list)
    for step in Milestone.objects.filter(matter__in=ids).order_by("due_on", "position"):
        steps[step.matter_id].append(step)
    resolutions = resolutions_of(matters)
    lines: dict[UUID, list[WeekLine]] = defaultdict(list)
    for line in lines_of_week([row.pk for row in planned], days, week):
        lines[line.planned_id].append(line)
    for row in planned:
        pk = row.matter_id
        yield _row(row, _Beside(sponsors.get(pk), steps[pk], resolutions[pk], lines.get(row.pk, [])), week, today)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is beside a matter in a period."""

    sponsor: Sponsorship | None
    steps: list[Milestone]
    resolution: Resolution
    lines: list[WeekLine]


def _row(row: PlannedMatter, beside: _Beside, week: date, today: date) -> PlannedRow:
    sponsor, left = beside.sponsor, [step for step in beside.steps if step.done_at is None]
    state, line = _week_state(row, week, beside.lines, today), beside.lines[-1] if beside.lines else None
    return PlannedRow(
        number=row.matter.number,
        title=row.matter.title,
        unit=row.matter.lead_unit.name,
        received_at=row.matter.received_at,
        leader=f"{sponsor.office} {sponsor.officer.display_name}" if sponsor else "",
        plan=sponsor.plan if sponsor else "",
        steps=len(beside.steps),
        steps_done=len(beside.steps) - len(left),
        step=left[0].text if left else "",
        step_due_on=left[0].due_on if left else None,
        week=state,
        week_label=gettext(WEEK_LABELS[state]),
        did=line.did if line else "",
        next_step=line.next_step if line else "",
        hinders=line.hinders if line else "",
        resolution=beside.resolution,
        resolution_label=gettext(RESOLUTION_LABELS[beside.resolution]),
        result=row.result,
        result_label=_result_label(row.result),
        result_reason=row.result_reason,
        result_next=row.result_next,
    )


def _week_state(row: PlannedMatter, week: date, written: list[WeekLine], today: date) -> WeekState:
    return week_state(
        is_owed=owes(week, since=office_day(row.added_at), until=owed_until(row)),
        due_on=week,
        written_on=office_day(written[0].at) if written else None,
        today=today,
    )


def _result_label(result: str) -> str:
    return gettext(RESULT_LABELS[PlanResult(result)]) if result else ""
