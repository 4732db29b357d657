"""Reading reception days and bookings."""

from huiyin.reception.selectors.bookings import BookingView, booking_id_by_code, booking_view
from huiyin.reception.selectors.calls import BookingCall, booking_call_for, booking_calls_open, booking_calls_waiting
from huiyin.reception.selectors.days import (
    DayView,
    SlotView,
    day_view,
    days_coming,
    days_elsewhere,
    days_for,
    days_held,
    unit_receives,
    units_received_for,
)
from huiyin.reception.selectors.leaders import leaders_for
from huiyin.reception.selectors.sheet import DaySheet, SheetLine, appointment_line, appointments_about, day_sheet

__all__ = [
    "BookingCall",
    "BookingView",
    "DaySheet",
    "DayView",
    "SheetLine",
    "SlotView",
    "appointment_line",
    "appointments_about",
    "booking_call_for",
    "booking_calls_open",
    "booking_calls_waiting",
    "booking_id_by_code",
    "booking_view",
    "day_sheet",
    "day_view",
    "days_coming",
    "days_elsewhere",
    "days_for",
    "days_held",
    "leaders_for",
    "unit_receives",
    "units_received_for",
]
