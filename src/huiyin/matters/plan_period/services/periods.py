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
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.models import PlannedMatter, PlanPeriod, PlanPeriodUnit, Sponsorship
from huiyin.matters.plan_period.errors import (
    PeriodDaysInvalid,
    PeriodFull,
    PeriodLeaderInvalid,
    PeriodNameMissing,
    PeriodNotAllowed,
    PeriodOver,
    PeriodThere,
    PeriodUnitsMissing,
    PlannedElsewhere,
    PlanSealed,
    PlanUnitOutside,
)
from huiyin.matters.plan_period.rules import DAYS_MOST, NAME_MAX, PLANNED_MOST
from huiyin.matters.plan_period.selectors.gate import beginning_units, may_choose, period_get_for, period_leaders
from huiyin.matters.plan_period.selectors.paths import period_path
from huiyin.notices.models import Notice
from huiyin.notices.services import NoticeDraft, notices_insert
from huiyin.orgs.models import Unit

BEGUN = "matters.plan.begun"


@dataclass(frozen=True, slots=True)
class PeriodDraft:
    """A period as somebody begins it; `weekday` 0 is Monday. `leader_id`: who answers for it, by `plan`."""

    unit_id: int
    name: str
    begins_on: date
    ends_on: date
    weekday: int
    unit_ids: tuple[int, ...]
    plan: str = ""
    leader_id: int | None = None


@transaction.atomic
def period_begin(*, actor: Actor, draft: PeriodDraft, at: datetime) -> UUID:
    """Begin a period for some units; gives its id. Its leader is notified.

    Raises PeriodNotAllowed, PeriodNameMissing, PeriodDaysInvalid, PeriodUnitsMissing, PeriodLeaderInvalid,
    PeriodThere, LineTooLong, TextTooLong.
    """
    units = beginning_units(actor).get(draft.unit_id)
    if units is None:
        raise PeriodNotAllowed
    name = checked_text(clean_line(draft.name), field="name", most=NAME_MAX)
    if not name:
        raise PeriodNameMissing
    check_days(draft.begins_on, draft.ends_on, draft.weekday, today=office_day(at))
    check_leader(draft.unit_id, draft.leader_id)
    if not draft.unit_ids or not set(draft.unit_ids) <= units.keys():
        raise PeriodUnitsMissing
    # Two at once wait here for one another, so the second one finds the first one's row.
    Unit.objects.select_for_update(no_key=True).filter(pk=draft.unit_id).values_list("pk").first()
    running = PlanPeriod.objects.filter(unit=draft.unit_id, ended_on__isnull=True, ends_on__gte=office_day(at))
    if running.filter(name=name).exists():
        raise PeriodThere
    period = PlanPeriod(
        unit_id=draft.unit_id, name=name, begins_on=draft.begins_on, ends_on=draft.ends_on, weekday=draft.weekday,
        begun_at=at, begun_by=actor.ref, plan=checked_text(draft.plan, field="plan", most=MESSAGE_MAX),
        leader_id=draft.leader_id,
    )  # fmt: skip
    period.save(force_insert=True)
    rows = [PlanPeriodUnit(period=period, unit_id=unit_id) for unit_id in sorted(set(draft.unit_ids))]
    PlanPeriodUnit.objects.bulk_create(rows)
    subject = Ref("plan_period", period.pk)
    notices = leader_notify(period, actor, at)
    entry_append(kind=BEGUN, subject=subject, at=at, actor=actor.ref, rows=[period, *rows, *notices])
    return period.pk


def check_days(begins_on: date, ends_on: date, weekday: int, *, today: date) -> None:
    """Raises PeriodDaysInvalid."""
    length = (ends_on - begins_on).days + 1
    if not 1 <= length <= DAYS_MOST or ends_on < today or weekday not in range(7):
        raise PeriodDaysInvalid(most=DAYS_MOST)


def check_leader(unit_id: int, leader_id: int | None) -> None:
    """Raises PeriodLeaderInvalid."""
    if leader_id is not None and leader_id not in period_leaders([unit_id]):
        raise PeriodLeaderInvalid


def leader_notify(period: PlanPeriod, actor: Actor, at: datetime) -> list[Notice]:
    """Tell whoever answers for it from now on, unless they said so themselves; gives the new rows."""
    if period.leader_id is None or period.leader_id == actor.officer_id:
        return []
    draft = NoticeDraft(
        template="plan_period_led",
        # Named again after somebody else, they hear of it again.
        dedupe=f"plan_period_led:{period.pk}:{period.leader_id}:{at.isoformat()}",
        at=at,
        officer_id=period.leader_id,
        params={"path": period_path(period.pk)},
    )
    return list(notices_insert([draft]))


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
    # The matter is locked already. Two that take in the last one, or end it meanwhile, wait here.
    period = PlanPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.days.is_over(today):
        raise PeriodOver
    if matter.is_sealed:
        raise PlanSealed
    if not PlanPeriodUnit.objects.filter(period=period, unit=matter.lead_unit_id).exists():
        raise PlanUnitOutside
    # In this one at any time, or in another one that isn't over: the matter is locked, so two can't both pass.
    planned = PlannedMatter.objects.filter(matter=matter)
    running = planned.filter(period__ends_on__gte=today, period__ended_on__isnull=True)
    if planned.filter(period=period).exists() or running.exists():
        raise PlannedElsewhere
    if PlannedMatter.objects.filter(period=period).count() >= PLANNED_MOST:
        raise PeriodFull(most=PLANNED_MOST)
