"""Calls about matters and about bookings as one list, the first due on top."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.matters.telephone.selectors import CallRow, calls_open, may_call
from huiyin.reception.selectors import BookingCall, booking_calls_open, units_received_for
from huiyin.web.templatetags.huiyin import office_stamp

_MATTER = N_("“您反映的事项（编号 %(number)s）有新进展。凭查询码可以在网上看，也可以到窗口来看。”")
_BOOKING = N_("“您约了 %(time)s 的接访，地点是%(place)s。来不了的话请告诉我们，或者凭预约码在网上取消，让给别人。”")
_CANCELLED = N_(
    "“您约的 %(time)s 的接访取消了，原因写在预约页上，凭预约码可以看。可以另约一天，也可以随时在网上或者到窗口反映。”"
)


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call as list and page show it: `href` is its page, `about` leads to what it is about."""

    href: str
    number_href: str
    about: str
    title: str
    hint: str
    words: str
    asked_at: datetime
    due_on: date
    tried: int
    is_late: bool
    is_today: bool
    is_booking: bool


def has_calls(actor: Actor) -> bool:
    """Whether this officer may have to call anybody: about a matter, or about a reception."""
    return may_call(actor) or bool(units_received_for(actor))


def call_lines(*, actor: Actor, at: datetime) -> list[CallLine]:
    """What the officer's units have to call about, late ones first."""
    matters = [matter_line(row) for row in calls_open(actor=actor, at=at)] if may_call(actor) else []
    bookings = [booking_line(row) for row in booking_calls_open(actor=actor, at=at)]
    return sorted([*matters, *bookings], key=lambda line: (line.due_on, line.asked_at))


def matter_line(row: CallRow) -> CallLine:
    """A call about a matter."""
    number = format_matter_number(row.number)
    return CallLine(
        href=reverse("desk:call", args=[row.id]),
        number_href=reverse("desk:call_number", args=[row.id]),
        about=reverse("desk:matter", args=[row.number]),
        title=row.title,
        hint=number,
        words=_(_MATTER) % {"number": number},
        asked_at=row.asked_at,
        due_on=row.due_on,
        tried=row.tried,
        is_late=row.is_late,
        is_today=row.is_today,
        is_booking=False,
    )


def booking_line(row: BookingCall) -> CallLine:
    """A call about a booking."""
    words = _(_CANCELLED if row.is_cancelled else _BOOKING)
    return CallLine(
        href=reverse("desk:booking_call", args=[row.id]),
        number_href=reverse("desk:booking_call_number", args=[row.id]),
        about=reverse("desk:reception_visit", args=[row.appointment_id]),
        title=_("预约接访，已取消") if row.is_cancelled else _("预约接访"),
        hint=office_stamp(row.begins_at),
        words=words % {"time": office_stamp(row.begins_at), "place": row.place},
        asked_at=row.asked_at,
        due_on=row.due_on,
        tried=row.tried,
        is_late=row.is_late,
        is_today=row.is_today,
        is_booking=True,
    )
