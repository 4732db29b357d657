"""The lines of a week that are owed now, by those whom the start page shows them to."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import PlannedMatter, Sponsorship, WeekLine
from huiyin.matters.plan_period.rules import PeriodDays, owes
from huiyin.matters.plan_period.selectors.weeks import owed_until


@dataclass(frozen=True, slots=True)
class OwedWeek:
    """A line that the officer owes of a matter, as its leader or its handler; `is_late`: its day has passed."""

    number: str
    title: str
    period: str
    due_on: date
    is_late: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class OwedInPeriod:
    """How many lines of the present week are owed in a period that the officer answers for: of what they may see."""

    period_id: UUID
    period: str
    due_on: date
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class OwedLines:
    """Both, those of periods first; each the first due first."""

    periods: tuple[OwedInPeriod, ...]
    matters: tuple[OwedWeek, ...]


def lines_owed(*, actor: Actor, at: datetime) -> OwedLines:
    """What is owed now in periods that run, through the gate. One statement, and another one where there is a period.

    Of a matter it is the line of the week before while that is missing, else that of this week.
    """
    people, today = sorted({actor.officer_id or 0, *actor.stands_for}), office_day(at)
    owned = Exists(Sponsorship.objects.filter(matter=OuterRef("matter"), officer__in=people, ended_at__isnull=True))
    rows = list(
        PlannedMatter.objects.filter(
            Q(matter__handler__in=people) | Q(period__leader__in=people) | owned,
            visible_through(actor),
            result="",
            matter__is_open=True,
            period__begins_on__lte=today,
            period__ends_on__gte=today,
            period__ended_on__isnull=True,
        )
        .select_related("matter", "period")
        .annotate(is_owned=owned)
        .order_by("matter__received_at", "pk")
    )
    written = _written([row.pk for row in rows])
    mine, led = list[OwedWeek](), defaultdict[UUID, list[PlannedMatter]](list)
    for row in rows:
        days, found = row.period.days, written[row.pk]
        present = days.present_week(today)
        if row.is_owned or row.matter.handler_id in people:
            mine += _owed(row, days, found, today)
        if row.period.leader_id in people and _lacks(row, days, present, found):
            led[row.period_id].append(row)
    periods = [
        OwedInPeriod(
            period_id=period_id,
            period=lacking[0].period.name,
            due_on=lacking[0].period.days.present_week(today),
            count=len(lacking),
            since=max(row.added_at for row in lacking),
        )
        for period_id, lacking in led.items()
    ]
    return OwedLines(
        tuple(sorted(periods, key=lambda found: (found.due_on, found.period))),
        tuple(sorted(mine, key=lambda found: found.due_on)),
    )


def _written(planned_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = defaultdict(list)
    if planned_ids:
        lines = WeekLine.objects.filter(planned__in=planned_ids).values_list("planned_id", "due_on")
        for planned_id, due_on in lines.order_by().distinct():
            found[planned_id].append(due_on)
    return found


def _owed(row: PlannedMatter, days: PeriodDays, written: list[date], today: date) -> list[OwedWeek]:
    """One line at most."""
    present = days.present_week(today)
    before, _until = days.span_of(present)
    for due_on in (before, present):
        if due_on is not None and _lacks(row, days, due_on, written):
            return [
                OwedWeek(
                    number=row.matter.number,
                    title=row.matter.title,
                    period=row.period.name,
                    due_on=due_on,
                    is_late=due_on < today,
                    since=row.added_at,
                )
            ]
    return []


def _lacks(row: PlannedMatter, days: PeriodDays, week: date, written: list[date]) -> bool:
    after, until = days.span_of(week)
    if not owes(week, since=office_day(row.added_at), until=owed_until(row)):
        return False
    return not any((after is None or due_on > after) and (until is None or due_on <= until) for due_on in written)
