"""Rows of the reception."""

from huiyin.reception.models.days import Appointment, AppointmentCall, ReceptionDay
from huiyin.reception.models.plans import ReceptionPlan

__all__ = ["Appointment", "AppointmentCall", "ReceptionDay", "ReceptionPlan"]
