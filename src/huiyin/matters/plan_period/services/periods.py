"""Beginning a period, and taking matters into it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.models import PlannedMatter, PlanPeriod, PlanPeriodUnit, Sponsorship
from huiyin.matters.plan_period.errors import (
    PeriodDaysInvalid,
    PeriodFull,
    PeriodNameMissing,
    PeriodNotAllowed,
    PeriodOver,
    PeriodUnitsMissing,
    PlannedElsewhere,
    PlanSealed,
    PlanUnitOutside,
)
from huiyin.matters.plan_period.rules import DAYS_MOST, NAME_MAX, PLANNED_MOST
from huiyin.matters.plan_period.selectors.gate import beginning_units, may_choose, period_get_for

BEGUN = "matters.plan.begun"


@dataclass(frozen=True, slots=True)
class PeriodDraft:
    """A period as somebody begins it; `weekday` 0 is Monday."""

    unit_id: int
    name: str
    begins_on: date
    ends_on: date
    weekday: int
    unit_ids: tuple[int, ...]


@transaction.atomic
def period_begin(*, actor: Actor, draft: PeriodDraft, at: datetime) -> UUID:
    """Begin a period for some units; gives its id.

    Raises PeriodNotAllowed, PeriodNameMissing, PeriodDaysInvalid, PeriodUnitsMissing, LineTooLong.
    """
    units = beginning_units(actor).get(draft.unit_id)
    if units is None:
        raise PeriodNotAllowed
    name = checked_text(clean_line(draft.name), field="name", most=NAME_MAX)
    if not name:
        raise PeriodNameMissing
    length = (draft.ends_on - draft.begins_on).days + 1
    if not 1 <= length <= DAYS_MOST or draft.ends_on < office_day(at) or draft.weekday not in range(7):
        raise PeriodDaysInvalid(most=DAYS_MOST)
    if not draft.unit_ids or not set(draft.unit_ids) <= units.keys():
        raise PeriodUnitsMissing
    period = PlanPeriod(
        unit_id=draft.unit_id, name=name, begins_on=draft.begins_on, ends_on=draft.ends_on, weekday=draft.weekday,
        begun_at=at, begun_by=actor.ref,
    )  # fmt: skip
    period.save(force_insert=True)
    rows = [PlanPeriodUnit(period=period, unit_id=unit_id) for unit_id in sorted(set(draft.unit_ids))]
    PlanPeriodUnit.objects.bulk_create(rows)
    subject = Ref("plan_period", period.pk)
    entry_append(kind=BEGUN, subject=subject, at=at, actor=actor.ref, rows=[period, *rows])
    return period.pk


def matter_plan(*, actor: Actor, matter_id: UUID, period_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Take an open matter into a period. Who works on it and the leader who has it are notified.

    Raises PeriodNotFound, PeriodNotAllowed, PeriodOver, PeriodFull, PlanUnitOutside, PlannedElsewhere, PlanSealed.
    """
    period = period_get_for(actor=actor, period_id=period_id)
    with move(actor=actor, matter_id=matter_id, action=Action.TAKE_INTO_PERIOD, at=at, seen=seen) as change:
        _check(change, period)
        change.matter.parts |= Part.PLANNED
        change.save(PlannedMatter(period=period, matter=change.matter, added_at=at, added_by=actor.officer_id or 0))
        sponsors = Sponsorship.objects.filter(matter=change.matter, ended_at__isnull=True)
        concerned = [change.matter.handler_id, *sponsors.values_list("officer_id", flat=True)]
        change.notify_officers("matter_planned", [officer_id for officer_id in concerned if officer_id])


def _check(change: MatterChange, period: PlanPeriod) -> None:
    matter, today = change.matter, office_day(change.at)
    if not may_choose(change.actor, period):
        raise PeriodNotAllowed
    if period.ends_on < today:
        raise PeriodOver
    if matter.is_sealed:
        raise PlanSealed
    if not PlanPeriodUnit.objects.filter(period=period, unit=matter.lead_unit_id).exists():
        raise PlanUnitOutside
    # In this one at any time, or in another one that isn't over: the matter is locked, so two can't both pass.
    planned = PlannedMatter.objects.filter(matter=matter)
    if planned.filter(period=period).exists() or planned.filter(period__ends_on__gte=today).exists():
        raise PlannedElsewhere
    if PlannedMatter.objects.filter(period=period).count() >= PLANNED_MOST:
        raise PeriodFull(most=PLANNED_MOST)
