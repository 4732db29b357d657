"""Which matters a period could take in: open longer than so many days, in its units, and not in a period yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.kernel.time import begin_of_days_ago, office_day
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.models import PlannedMatter, PlanPeriodUnit, Sponsorship


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """An old matter: `age` in days since it came in; `leader` is the office of its sponsor, if it has one."""

    id: UUID
    number: str
    title: str
    unit: str
    received_at: datetime
    age: int
    state_label: str
    leader: str
    version: int


def period_candidates(*, actor: Actor, period_id: UUID, days: int, at: datetime) -> list[CandidateRow]:
    """The oldest first, at most LIST_MOST, through the gate. Two statements.

    Answered ones are among them as long as they haven't ended: what was promised may not be carried out.
    """
    units = PlanPeriodUnit.objects.filter(period=period_id).values("unit_id")
    planned = PlannedMatter.objects.filter(matter=OuterRef("pk"))
    has_period = planned.filter(period=period_id) | planned.filter(
        period__ends_on__gte=office_day(at), period__ended_on__isnull=True
    )
    found = (
        visible_to(actor)
        .filter(
            ~Exists(has_period),
            is_open=True,
            is_sealed=False,
            lead_unit__in=units,
            received_at__lt=begin_of_days_ago(days, at=at),
        )
        .select_related("lead_unit")
        .order_by("received_at", "pk")[:LIST_MOST]
    )
    rows = list(found)
    running = Sponsorship.objects.filter(matter__in=[row.pk for row in rows], ended_at__isnull=True)
    leaders = dict(running.values_list("matter_id", "office"))
    return [
        CandidateRow(
            id=row.pk,
            number=row.number,
            title=row.title,
            unit=row.lead_unit.name,
            received_at=row.received_at,
            age=(office_day(at) - office_day(row.received_at)).days,
            state_label=gettext(STATE_LABELS[State(row.state)]),
            leader=leaders.get(row.pk, ""),
            version=row.version,
        )
        for row in rows
    ]
