"""Registering somebody who came to a reception day without a booking: what the form says already."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import Channel
from huiyin.reception.errors import DayNotFound
from huiyin.reception.selectors import DayView, day_view


def reception_day_asked(text: str, *, actor: Actor, at: datetime) -> DayView | None:
    """The day, where the officer registers for its unit and it has come; None: the form is like any other."""
    try:
        day = day_view(day_id=UUID(text), at=at)
    except (ValueError, DayNotFound):
        return None
    may = day.unit_id in actor.units_as(Role.REGISTRAR)
    return day if may and day.cancelled_at is None and office_day(day.starts_at) <= office_day(at) else None


def initial_of(day: DayView) -> dict[str, str]:
    """A visit to that unit on that day."""
    return {
        "day": str(day.id),
        "channel": Channel.VISIT.value,
        "unit": str(day.unit_id),
        "received_on": office_day(day.starts_at).isoformat(),
    }
