"""Reading clocks and the rulebook in force."""

from huiyin.clocks.loading import calendar, rulebook
from huiyin.clocks.selectors.grounds import GroundView, ground_view, grounds_for
from huiyin.clocks.selectors.signals import ClockSignal, clocks_due_for_signal
from huiyin.clocks.selectors.views import (
    ClockView,
    ExtensionView,
    clock_views,
    clocks_for_many,
    subjects_without_running_clock,
)

__all__ = [
    "ClockSignal",
    "ClockView",
    "ExtensionView",
    "GroundView",
    "calendar",
    "clock_views",
    "clocks_due_for_signal",
    "clocks_for_many",
    "ground_view",
    "grounds_for",
    "rulebook",
    "subjects_without_running_clock",
]
