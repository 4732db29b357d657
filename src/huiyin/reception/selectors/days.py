"""Reception days as people and offices read them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import begin_of_day, office_day
from huiyin.orgs.selectors import officer_names, unit_names
from huiyin.reception.errors import DayNotFound
from huiyin.reception.models import Appointment, ReceptionDay
from huiyin.reception.rules import FORM_LABELS, SHOWN_AHEAD, UNPUBLISHED_FORMS, Form, slot_begins
from huiyin.reception.selectors.bars import days_barred

_MOST = 400
_LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SlotView:
    """One slot; `is_free` while it can be booked."""

    number: int
    begins_at: datetime
    is_free: bool


@dataclass(frozen=True, slots=True)
class DayView:
    """A reception day. It is public as a whole, but for `booked`, which numbers its taken slots."""

    id: UUID
    unit_id: int
    unit: str
    officer_id: int
    name: str
    title: str
    portfolio: str
    form: Form
    topic: str
    place: str
    starts_at: datetime
    ends_at: datetime
    slots: tuple[SlotView, ...]
    minutes: int
    cancelled_at: datetime | None
    cancel_reason: str
    version: int
    booked: frozenset[int]
    stops: tuple[str, ...] = ()

    @property
    def form_label(self) -> str:
        """How people are received, in the reader's language."""
        return gettext(FORM_LABELS[self.form])

    @property
    def is_bookable(self) -> bool:
        """Whether times of it can be booked at all: a round of places has none."""
        return self.form not in (Form.ROUND, Form.HOME_VISIT)

    @property
    def free(self) -> int:
        """How many slots can be booked."""
        return sum(slot.is_free for slot in self.slots)


def days_coming(*, at: datetime) -> list[DayView]:
    """What the portal shows: the days of the coming weeks, cancelled ones too; in three statements."""
    begin = begin_of_day(office_day(at))
    rows = ReceptionDay.objects.filter(starts_at__gte=begin, starts_at__lte=at + SHOWN_AHEAD)
    rows = rows.exclude(form__in=UNPUBLISHED_FORMS)
    # From the morning on and then by its end: a day that is under way has later slots to book.
    return [view for view in _views(rows, at=at) if view.ends_at > at]


def unit_receives(*, unit_id: int, at: datetime) -> bool:
    """Whether the unit has a day that isn't over, from the morning of today on."""
    begin = begin_of_day(office_day(at))
    return ReceptionDay.objects.filter(unit=unit_id, starts_at__gte=begin, cancelled_at__isnull=True).exists()


def day_view(*, day_id: UUID, at: datetime) -> DayView:
    """One day. Raises DayNotFound."""
    found = _views(ReceptionDay.objects.filter(pk=day_id), at=at)
    if not found:
        raise DayNotFound
    return found[0]


def days_for(*, actor: Actor, at: datetime) -> list[DayView]:
    """The days of the units that this officer receives for: the last weeks' and all to come."""
    units = sorted(units_received_for(actor))
    rows = ReceptionDay.objects.filter(unit__in=units, starts_at__gte=at - _LOOK_BACK)
    return _views(rows, at=at)


def days_of_plan(*, plan_id: UUID, at: datetime) -> list[DayView]:
    """All days that a plan has made; the caller has asked whose plan it is."""
    return _views(ReceptionDay.objects.filter(plan=plan_id), at=at)


def days_held(*, actor: Actor, begin: datetime, end: datetime) -> list[DayView]:
    """The days of the same units that begin in between and aren't cancelled, the first on top."""
    units = sorted(units_received_for(actor))
    rows = ReceptionDay.objects.filter(
        unit__in=units, starts_at__gte=begin, starts_at__lt=end, cancelled_at__isnull=True
    )
    return _views(rows, at=begin)


def days_elsewhere(*, matter_id: UUID | None, besides: DayView, at: datetime, most: int = 5) -> list[DayView]:
    """Other days that can be booked; for a matter only those where nobody is whom it is about."""
    others = [day for day in days_coming(at=at) if day.id != besides.id and day.free]
    if matter_id is None:
        return others[:most]
    pairs = {(day.unit_id, day.officer_id) for day in others}
    barred = days_barred(matter_id=matter_id, days=pairs)
    return [day for day in others if (day.unit_id, day.officer_id) not in barred][:most]


def units_received_for(actor: Actor) -> frozenset[int]:
    """The units whose reception this officer arranges and sees: as registrar or leader of just that unit."""
    return actor.units_as(Role.REGISTRAR, Role.LEADER)


def _views(rows: "QuerySet[ReceptionDay]", *, at: datetime) -> list[DayView]:
    days = list(rows.order_by("starts_at", "id")[:_MOST])
    slots = _booked_places([day.pk for day in days]) if days else {}
    units = unit_names(unit_ids={day.unit_id for day in days}) if days else {}
    names = officer_names(officer_ids={day.officer_id for day in days}) if days else {}
    return [_view(day, units[day.unit_id], names[day.officer_id], slots.get(day.pk, frozenset()), at) for day in days]


def _booked_places(day_ids: Sequence[UUID]) -> dict[UUID, frozenset[int]]:
    found: dict[UUID, set[int]] = defaultdict(set)
    live = Appointment.objects.filter(day__in=day_ids, cancelled_at__isnull=True)
    for day_id, slot in live.values_list("day_id", "slot"):
        found[day_id].add(slot)
    return {day_id: frozenset(slots) for day_id, slots in found.items()}


def _view(day: ReceptionDay, unit: str, name: str, booked: frozenset[int], at: datetime) -> DayView:
    return DayView(
        id=day.pk,
        unit_id=day.unit_id,
        unit=unit,
        officer_id=day.officer_id,
        name=name,
        title=day.title,
        portfolio=day.portfolio,
        form=Form(day.form),
        topic=day.topic,
        # Of a home visit it is a phrase of ours: where it is lies in the vault.
        place=gettext(day.place) if day.form == Form.HOME_VISIT else day.place,
        starts_at=day.starts_at,
        ends_at=slot_begins(day.starts_at, day.minutes, day.slots + 1),
        slots=tuple(_slots(day, booked, at)),
        minutes=day.minutes,
        cancelled_at=day.cancelled_at,
        cancel_reason=day.cancel_reason,
        version=day.version,
        booked=booked,
        stops=tuple(day.stops.splitlines()),
    )


def _slots(day: ReceptionDay, booked: frozenset[int], at: datetime) -> Iterable[SlotView]:
    is_open = day.cancelled_at is None and day.form not in (Form.ROUND, Form.HOME_VISIT)
    for number in range(1, day.slots + 1):
        begins = slot_begins(day.starts_at, day.minutes, number)
        yield SlotView(number, begins, is_open and number not in booked and begins > at)
