"""Making a plan's days at once, and ending what is left of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import begin_of_day
from huiyin.ledger.services import entry_append
from huiyin.orgs.models import Officer
from huiyin.reception.errors import DayCancelReasonMissing, PlanChanged, PlanEmpty, PlanNotFound, PlanOver
from huiyin.reception.models import ReceptionDay, ReceptionPlan
from huiyin.reception.rules import REASON_MAX, DayPlan
from huiyin.reception.rules.plans import PlanRule, plan_token_hash
from huiyin.reception.selectors import units_received_for
from huiyin.reception.selectors.plans import PlanPreview, plan_preview
from huiyin.reception.services.days import day_of, day_write_end

# A day that is changed gets a higher one.
_UNCHANGED = 1
_RULE_FIELDS = (
    "unit_id", "first_on", "last_on", "weekdays", "every", "days_off", "officers", "begins", "slots", "minutes",
    "place", "form", "topic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanMade:
    """What came of a form; `is_new` is False where it was sent before."""

    plan_id: UUID
    is_new: bool


def reception_plan_make(*, actor: Actor, rule: PlanRule, seen: str, token: str, at: datetime) -> PlanMade:
    """Publish all days of a plan, or none. The same form again gives the same plan and no second day.

    `seen` is the fingerprint of the preview. Raises PlanChanged where something else would be made now, PlanEmpty,
    and as plan_preview does.
    """
    try:
        with transaction.atomic():
            if known := _plan_before(actor, rule, token, at):
                return known
            return PlanMade(_make(actor, rule, seen, token, at), is_new=True)
    except IntegrityError:
        # The same form twice at once, or another day of a leader was published at the same moment.
        if known := _plan_before(actor, rule, token, at):
            return known
        raise PlanChanged from None


def reception_plan_end(*, actor: Actor, plan_id: UUID, from_on: date, reason: str, at: datetime) -> int:
    """Cancel all days of a plan from that day on, with their bookings; gives how many.

    Everybody who has booked is notified. Days that were cancelled or changed alone stay as they are. Raises
    PlanNotFound, PlanOver, DayCancelReasonMissing, TextTooLong.
    """
    why = checked_text(clean_line(reason), field="reason", most=REASON_MAX)
    if not why:
        raise DayCancelReasonMissing
    with transaction.atomic():
        units = sorted(units_received_for(actor))
        plan = ReceptionPlan.objects.select_for_update().filter(pk=plan_id, unit__in=units).first()
        if plan is None:
            raise PlanNotFound
        coming = ReceptionDay.objects.filter(
            plan=plan, cancelled_at__isnull=True, starts_at__gte=begin_of_day(from_on), starts_at__gt=at
        ).filter(version=_UNCHANGED)
        days = list(coming.select_for_update().order_by("starts_at"))
        if not days:
            raise PlanOver
        written = [row for day in days for row in day_write_end(day, why=why, at=at)]
        plan.ended_on = min(from_on, plan.ended_on or from_on)
        plan.ended_at, plan.end_reason = at, why
        plan.save(force_update=True)
        entry_append(
            kind="reception.plan.ended",
            subject=Ref("reception_plan", plan.pk),
            at=at,
            actor=actor.ref,
            facts={"unit": plan.unit_id, "from_on": from_on.isoformat(), "days": len(days)},
            rows=[plan, *written],
        )
    return len(days)


def _plan_before(actor: Actor, rule: PlanRule, token: str, at: datetime) -> PlanMade | None:
    """What the same form made before. Raises PlanChanged where it says something else by now."""
    known = ReceptionPlan.objects.filter(token_hash=plan_token_hash(token)).first()
    if known is None:
        return None
    again = _plan_row(actor, rule.checked(at=at), token, at)
    if any(getattr(known, name) != getattr(again, name) for name in _RULE_FIELDS):
        raise PlanChanged
    return PlanMade(known.pk, is_new=False)


def _make(actor: Actor, rule: PlanRule, seen: str, token: str, at: datetime) -> UUID:
    # Their rows are the lock, in one order: no other day of these leaders is published meanwhile.
    list(Officer.objects.select_for_update(no_key=True).filter(pk__in=rule.officers).order_by("pk").values_list("pk"))
    preview = plan_preview(actor=actor, rule=rule, at=at)
    if not preview.days:
        raise PlanEmpty
    if preview.fingerprint != seen:
        raise PlanChanged
    plan = _plan_row(actor, rule.checked(at=at), token, at)
    plan.save(force_insert=True)
    days = _day_rows(plan, preview, at)
    ReceptionDay.objects.bulk_create(days)
    entry_append(
        kind="reception.plan.made",
        subject=Ref("reception_plan", plan.pk),
        at=at,
        actor=actor.ref,
        facts={"unit": plan.unit_id, "days": len(days)},
        rows=[plan, *days],
    )
    return plan.pk


def _plan_row(actor: Actor, rule: PlanRule, token: str, at: datetime) -> ReceptionPlan:
    rhythm = rule.rhythm
    return ReceptionPlan(
        unit_id=rule.unit_id,
        first_on=rhythm.first,
        last_on=rhythm.last,
        weekdays=" ".join(str(number) for number in sorted(rhythm.weekdays)),
        every=rhythm.every,
        days_off=rhythm.days_off.value,
        officers=" ".join(str(key) for key in rule.officers),
        begins=f"{rule.begins:%H:%M}",
        slots=rule.slots,
        minutes=rule.minutes,
        place=rule.place,
        form=rule.form.value,
        topic=rule.topic,
        token_hash=plan_token_hash(token),
        made_at=at,
        made_by=actor.officer_id or 0,
    )


def _day_rows(plan: ReceptionPlan, preview: PlanPreview, at: datetime) -> list[ReceptionDay]:
    made = [(line.planned.wanted, line.day) for line in preview.lines if line.day is not None]
    return [_day_row(plan, wanted, day, at) for wanted, day in made]


def _day_row(plan: ReceptionPlan, wanted: date, given: DayPlan, at: datetime) -> ReceptionDay:
    tidy = given.checked()
    day = day_of(tidy, at=at)
    day.plan, day.planned_on = plan, wanted
    return day
