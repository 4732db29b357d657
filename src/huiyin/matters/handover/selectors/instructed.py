"""Matters that were given to a unit with a report back: how many reports were due, and how many came in time."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import State
from huiyin.matters.handover.rules import DisputeOutcome, HandoverMode, ObjectionOutcome
from huiyin.matters.models import Handover
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.returns.rules.fields import About, Field


def instructed_due(unit_id: int, since: datetime, until: datetime) -> int:
    """How many reports back the unit owed within that time."""
    return len(_owed(unit_id, since, until))


def instructed_in_time(unit_id: int, since: datetime, until: datetime) -> int:
    """How many of these came by their day."""
    return sum(
        row.reported_at is not None
        and row.report_due_on is not None
        and office_day(row.reported_at) <= row.report_due_on
        for row in _owed(unit_id, since, until)
    )


def _owed(unit_id: int, since: datetime, until: datetime) -> list[Handover]:
    """Without those that went back, that the petitioner withdrew, and that turned out to be about the unit itself."""
    rows = _asked(unit_id).filter(
        # A day is over at its end: it is due within a time that goes on beyond that day.
        report_due_on__gte=office_day(since),
        report_due_on__lt=office_day(until),
    )
    return [row for row in rows if not unit_is_barred(unit_id=unit_id, respondents=respondents_of(row.matter))]


def _asked(unit_id: int) -> "QuerySet[Handover]":
    rows = Handover.objects.filter(to_unit=unit_id, mode=HandoverMode.ASSIGN).exclude(from_unit=F("to_unit"))
    went_back = Q(decision=ObjectionOutcome.ACCEPTED) | Q(settlement__in=[DisputeOutcome.BACK, DisputeOutcome.OTHER])
    return rows.exclude(went_back).exclude(matter__state=State.WITHDRAWN).select_related("matter")


INSTRUCTED_DUE = Field("instructed_due", N_("应报结的交办事项"), N_("件"), About.WORK, instructed_due)
INSTRUCTED_IN_TIME = Field("instructed_in_time", N_("按时报结的交办事项"), N_("件"), About.WORK, instructed_in_time)
