"""Rows of the reception."""

from huiyin.reception.models.days import Appointment, AppointmentCall, ReceptionDay
from huiyin.reception.models.plans import ReceptionPlan
from huiyin.reception.models.received import ReceivedMatter

__all__ = ["Appointment", "AppointmentCall", "ReceivedMatter", "ReceptionDay", "ReceptionPlan"]
