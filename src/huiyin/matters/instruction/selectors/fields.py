"""Reports that a unit owed to those above, for its returns: how many were due, and how many went in time."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from huiyin.kernel.text import N_
from huiyin.kernel.time import office_day
from huiyin.matters.instruction.rules import ReportStanding, standing_of
from huiyin.matters.models import Instruction
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.returns.rules.fields import About, Field


def reports_up_due(unit_id: int, since: datetime, until: datetime) -> int:
    """How many reports to bodies above the unit owed within that time."""
    return len(_owed(unit_id, since, until))


def reports_up_in_time(unit_id: int, since: datetime, until: datetime) -> int:
    """How many of these left by their day."""
    day = office_day(until)
    standings = [
        standing_of(due_on=row.due_on, reported_on=row.reported_on, today=day) for row in _owed(unit_id, since, until)
    ]
    return standings.count(ReportStanding.IN_TIME)


def _owed(unit_id: int, since: datetime, until: datetime) -> list[Instruction]:
    """Without those about the unit itself: its own return would tell whom a matter is about."""
    # A day is over at its end: it is due within a time that goes on beyond that day.
    due = Instruction.objects.filter(due_on__gte=office_day(since), due_on__lt=office_day(until))
    owed = due.filter(reported_unit=unit_id) | due.filter(reported_unit__isnull=True, matter__lead_unit=unit_id)
    rows = owed.select_related("matter")
    return [row for row in rows if not unit_is_barred(unit_id=unit_id, respondents=respondents_of(row.matter))]


def _missing(unit_id: int, since: datetime, until: datetime) -> str:
    # The page's last day belongs to it.
    last = office_day(until) - timedelta(days=1)
    days = {"since": office_day(since).isoformat(), "until": last.isoformat(), "unit": unit_id}
    return f"/desk/reports-up/rate/?{urlencode(days)}#behind"


REPORTS_UP_DUE = Field("reports_up_due", N_("应向上级报结的事项"), N_("件"), About.WORK, reports_up_due, _missing)
REPORTS_UP_IN_TIME = Field(
    "reports_up_in_time", N_("按时向上级报结的事项"), N_("件"), About.WORK, reports_up_in_time, _missing
)
