"""The lines of a week, and until when a matter owes one."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.kernel.time import office_day
from huiyin.matters.models import PlannedMatter, WeekLine
from huiyin.matters.plan_period.rules import PeriodDays


def lines_of_week(planned_ids: Collection[UUID], days: PeriodDays, week: date) -> "QuerySet[WeekLine]":
    """The lines that count for a week of these days, the last one last."""
    return WeekLine.objects.filter(within_week(days, week), planned__in=planned_ids).order_by("at", "position")


def within_week(days: PeriodDays, week: date) -> Q:
    """Which due days count for it."""
    after, until = days.span_of(week)
    return (Q(due_on__gt=after) if after else Q()) & (Q(due_on__lte=until) if until else Q())


def owed_until(row: PlannedMatter) -> date | None:
    """From which day on no line is owed: when its result was written, it ended, or the period was ended early."""
    ends = [office_day(at) for at in (row.result_at, row.matter.closed_at) if at is not None]
    return min((*ends, *([row.period.ended_on] if row.period.ended_on else [])), default=None)
