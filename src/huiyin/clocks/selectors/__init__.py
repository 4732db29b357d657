"""Reading clocks and the rulebook in force."""

from huiyin.clocks.loading import calendar, rulebook
from huiyin.clocks.selectors.foreseen import ForeseenClock, clocks_foreseen
from huiyin.clocks.selectors.lengths import days_text, length_text, remedy_text, usual_day
from huiyin.clocks.selectors.signals import ClockSignal, clocks_due_for_signal
from huiyin.clocks.selectors.single import RunningClock, clock_running
from huiyin.clocks.selectors.subjects import (
    clock_ids_of,
    clocks_about,
    clocks_late,
    rounds_without_clock,
    running_dues,
)
from huiyin.clocks.selectors.versions import VersionView, rulebook_versions
from huiyin.clocks.selectors.views import (
    ClockView,
    DueView,
    ExtensionView,
    Tone,
    clock_views,
    clocks_for_many,
    due_first,
    subjects_without_running_clock,
)

__all__ = [
    "ClockSignal",
    "ClockView",
    "DueView",
    "ExtensionView",
    "ForeseenClock",
    "RunningClock",
    "Tone",
    "VersionView",
    "calendar",
    "clock_ids_of",
    "clock_running",
    "clock_views",
    "clocks_about",
    "clocks_due_for_signal",
    "clocks_for_many",
    "clocks_foreseen",
    "clocks_late",
    "days_text",
    "due_first",
    "length_text",
    "remedy_text",
    "rounds_without_clock",
    "rulebook",
    "rulebook_versions",
    "running_dues",
    "subjects_without_running_clock",
    "usual_day",
]
