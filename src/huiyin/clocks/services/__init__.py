"""The only way in which clocks change. All of them run inside the caller's transaction."""

from huiyin.clocks.loading import rulebook
from huiyin.clocks.models import Clock, Extension
from huiyin.clocks.rules.subject import Subject
from huiyin.clocks.selectors.signals import ClockSignal
from huiyin.clocks.services.begin import clocks_begin
from huiyin.clocks.services.event import ClockChange, clocks_on_event
from huiyin.clocks.services.exclude import clock_exclude
from huiyin.clocks.services.extend import (
    ClockExtended,
    ClockNotRunning,
    ExtensionAlreadyGiven,
    ExtensionNotPossible,
    ExtensionTooLate,
    ExtensionTooLong,
    ExtensionUnreasoned,
    clock_extend,
)
from huiyin.clocks.services.postpone import Postponed, clocks_postpone
from huiyin.clocks.services.record import History, clocks_record
from huiyin.clocks.services.replan import ClocksReplanned, clocks_replan
from huiyin.clocks.services.settle import Settled, clocks_settle_provisional
from huiyin.clocks.services.signal import clock_signal_claim
from huiyin.clocks.services.until import (
    ClockDayPast,
    ClockDayTooFar,
    ClockInstantPast,
    ClockNotByHand,
    clock_until,
    clock_until_chosen_before,
    clock_until_instant,
    clock_until_stated,
    clocks_until_time,
)

__all__ = [
    "Clock",
    "ClockChange",
    "ClockDayPast",
    "ClockDayTooFar",
    "ClockExtended",
    "ClockInstantPast",
    "ClockNotByHand",
    "ClockNotRunning",
    "ClockSignal",
    "ClocksReplanned",
    "Extension",
    "ExtensionAlreadyGiven",
    "ExtensionNotPossible",
    "ExtensionTooLate",
    "ExtensionTooLong",
    "ExtensionUnreasoned",
    "History",
    "Postponed",
    "Settled",
    "Subject",
    "clock_exclude",
    "clock_extend",
    "clock_signal_claim",
    "clock_until",
    "clock_until_chosen_before",
    "clock_until_instant",
    "clock_until_stated",
    "clocks_begin",
    "clocks_on_event",
    "clocks_postpone",
    "clocks_record",
    "clocks_replan",
    "clocks_settle_provisional",
    "clocks_until_time",
    "rulebook",
]
