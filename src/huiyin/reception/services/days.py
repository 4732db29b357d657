"""Publishing, changing and cancelling a reception day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, models, transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.orgs.models import Officer
from huiyin.reception.errors import (
    DayCancelReasonMissing,
    DayChanged,
    DayIsBooked,
    DayIsOver,
    DayNotFound,
    DayNotYours,
    LeaderElsewhere,
    ReceptionLeaderUnknown,
)
from huiyin.reception.models import Appointment, ReceptionDay
from huiyin.reception.rules import REASON_MAX, CancelledBy, DayPlan, Form, slot_begins
from huiyin.reception.selectors import leaders_for, units_received_for

_A_DAY = timedelta(days=1)


def reception_day_publish(*, actor: Actor, plan: DayPlan, at: datetime) -> UUID:
    """Publish a day; from now on the portal shows it and slots can be booked.

    Raises DayNotYours unless the actor is a registrar or a leader of just that unit, ReceptionLeaderUnknown,
    LeaderElsewhere, and as DayPlan.checked and DayPlan.demand_ahead do.
    """
    _demand_own(actor, plan.unit_id)
    tidy = plan.checked()
    tidy.demand_ahead(at=at)
    if tidy.officer_id not in {post.officer_id for post in leaders_for(unit_id=tidy.unit_id)}:
        raise ReceptionLeaderUnknown
    day = day_of(tidy, at=at)
    with transaction.atomic():
        _demand_free(day)
        _save(day, is_new=True)
        _record("reception.day.published", day, actor, at, [day])
    return day.pk


def reception_day_change(*, actor: Actor, day_id: UUID, plan: DayPlan, seen: int, at: datetime) -> None:
    """Change a published day; what is booked is neither moved nor shortened, and people are told of a new place.

    Unit and leader stay: bookings were made with that leader in mind. Raises DayNotFound, DayChanged, DayIsOver,
    DayIsBooked, LeaderElsewhere, and as DayPlan.checked and DayPlan.demand_ahead do.
    """
    tidy = plan.checked()
    with transaction.atomic():
        day = _locked(actor, day_id)
        # First of all: what else would be refused may follow from what the officer hasn't seen.
        if day.version != seen:
            raise DayChanged
        _demand_open(day, at)
        if day.form == Form.HOME_VISIT:
            # Where somebody lives stands in the vault alone.
            tidy = replace(tidy, place=day.place)
        booked = list(_live(day))
        if booked:
            _demand_unshortened(day, tidy, booked)
        # Only of another time: the place of today's reception can be put right until it begins.
        if tidy.starts_at != day.starts_at:
            tidy.demand_ahead(at=at)
        moved = tidy.place != day.place
        _fill(day, tidy)
        day.version += 1
        _demand_free(day)
        _save(day, is_new=False)
        _record("reception.day.changed", day, actor, at, [day])
        if moved:
            _notify("appointment_moved", day, booked, at)


def reception_day_cancel(*, actor: Actor, day_id: UUID, reason: str, at: datetime) -> None:
    """Cancel a day with all its bookings, and tell everybody who has booked.

    Raises DayNotFound, DayIsOver, DayCancelReasonMissing, TextTooLong.
    """
    why = checked_text(clean_line(reason), field="reason", most=REASON_MAX)
    if not why:
        raise DayCancelReasonMissing
    with transaction.atomic():
        day = _locked(actor, day_id)
        _demand_open(day, at)
        _record("reception.day.cancelled", day, actor, at, day_write_end(day, why=why, at=at))


def day_of(plan: DayPlan, *, at: datetime) -> ReceptionDay:
    """The row of a checked plan, not written yet."""
    day = ReceptionDay(unit_id=plan.unit_id, officer_id=plan.officer_id, published_at=at)
    _fill(day, plan)
    return day


def day_write_end(day: ReceptionDay, *, why: str, at: datetime) -> list[models.Model]:
    """Cancel a day that the caller holds, with its bookings; gives the rows for the caller's entry."""
    # Whoever lets a slot go holds the booking only, not the day: without this both would write its end.
    booked = list(_live(day).select_for_update())
    day.cancelled_at, day.cancel_reason = at, why
    day.version += 1
    _save(day, is_new=False)
    for appointment in booked:
        appointment.cancelled_at, appointment.cancelled_by = at, CancelledBy.OFFICE
        appointment.contact_mark = appointment.origin_mark = None
        appointment.save(force_update=True)
    # Open calls stay: what is to be said by telephone now is that the day is cancelled.
    _notify("appointment_fell_through", day, booked, at)
    return [day, *booked]


def _demand_own(actor: Actor, unit_id: int) -> None:
    if unit_id not in units_received_for(actor):
        raise DayNotYours


def _locked(actor: Actor, day_id: UUID) -> ReceptionDay:
    """The day, held until the change is committed: bookings wait for it. Raises DayNotFound, for strangers too."""
    units = sorted(units_received_for(actor))
    day = ReceptionDay.objects.select_for_update().filter(pk=day_id, unit__in=units).first()
    if day is None:
        raise DayNotFound
    return day


def _demand_open(day: ReceptionDay, at: datetime) -> None:
    if day.cancelled_at is not None or day.starts_at <= at:
        raise DayIsOver


def _demand_unshortened(day: ReceptionDay, plan: DayPlan, booked: Sequence[Appointment]) -> None:
    same = (day.starts_at, day.minutes, day.form) == (plan.starts_at, plan.minutes, plan.form)
    if not same or plan.slots < max(appointment.slot for appointment in booked):
        raise DayIsBooked


def _demand_free(day: ReceptionDay) -> None:
    """A leader isn't in two places. Raises LeaderElsewhere."""
    # Their row is the lock: of two days that are written at the same moment each would find the other's hours free.
    # Without the key, so that nobody waits who only refers to this officer.
    Officer.objects.select_for_update(no_key=True).filter(pk=day.officer_id).values_list("pk").first()
    ends = slot_begins(day.starts_at, day.minutes, day.slots + 1)
    near = ReceptionDay.objects.filter(
        officer_id=day.officer_id,
        cancelled_at__isnull=True,
        # No day goes past midnight, so what began earlier than this is over.
        starts_at__gt=day.starts_at - _A_DAY,
        starts_at__lt=ends,
    ).exclude(pk=day.pk)
    for starts_at, minutes, slots in near.values_list("starts_at", "minutes", "slots"):
        if slot_begins(starts_at, minutes, slots + 1) > day.starts_at:
            raise LeaderElsewhere


def _fill(day: ReceptionDay, plan: DayPlan) -> None:
    day.title, day.portfolio, day.place = plan.title, plan.portfolio, plan.place
    day.form, day.topic, day.stops = plan.form.value, plan.topic, "\n".join(plan.stops)
    day.starts_at, day.slots, day.minutes = plan.starts_at, plan.slots, plan.minutes


def _save(day: ReceptionDay, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            day.save(force_insert=is_new, force_update=not is_new)
    except IntegrityError:
        # Two published the same leader's day at the same moment.
        raise LeaderElsewhere from None


def _live(day: ReceptionDay) -> "models.QuerySet[Appointment]":
    return Appointment.objects.filter(day=day, cancelled_at__isnull=True).order_by("slot")


def _record(kind: str, day: ReceptionDay, actor: Actor, at: datetime, rows: Sequence[models.Model]) -> None:
    entry_append(
        kind=kind,
        subject=Ref("reception_day", day.pk),
        at=at,
        actor=actor.ref,
        facts={"unit": day.unit_id, "officer": day.officer_id, "version": day.version},
        rows=rows,
    )


def _notify(template: str, day: ReceptionDay, booked: Sequence[Appointment], at: datetime) -> None:
    drafts = [
        NoticeDraft(
            template=template,
            # With the version: who was told of one new place is told of the next one too.
            dedupe=f"{template}:{appointment.pk}:{day.version}",
            at=at,
            identity_id=appointment.identity_id,
            params={"due_on": office_day(day.starts_at).isoformat()},
        )
        for appointment in booked
    ]
    if drafts:
        notices_enqueue(drafts)
