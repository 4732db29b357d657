"""Reading reception days and bookings."""

from huiyin.reception.selectors.bookings import BookingView, booking_id_by_code, booking_view
from huiyin.reception.selectors.days import (
    DayView,
    SlotView,
    day_view,
    days_coming,
    days_elsewhere,
    days_for,
    unit_receives,
    units_received_for,
)
from huiyin.reception.selectors.leaders import leaders_for
from huiyin.reception.selectors.sheet import DaySheet, SheetLine, appointment_line, appointments_about, day_sheet

__all__ = [
    "BookingView",
    "DaySheet",
    "DayView",
    "SheetLine",
    "SlotView",
    "appointment_line",
    "appointments_about",
    "booking_id_by_code",
    "booking_view",
    "day_sheet",
    "day_view",
    "days_coming",
    "days_elsewhere",
    "days_for",
    "leaders_for",
    "unit_receives",
    "units_received_for",
]
