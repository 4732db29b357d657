"""Rows of the reception."""

from huiyin.reception.models.days import Appointment, AppointmentCall, ReceptionDay
from huiyin.reception.models.plans import ReceptionPlan
from huiyin.reception.models.received import ReceivedMatter
from huiyin.reception.models.rosters import HallSitting
from huiyin.reception.models.visits import HomeVisitWish

__all__ = [
    "Appointment",
    "AppointmentCall",
    "HallSitting",
    "HomeVisitWish",
    "ReceivedMatter",
    "ReceptionDay",
    "ReceptionPlan",
]
