"""What the clocks hear of returns."""

from huiyin.clocks.rules.timed import SubjectKind
from huiyin.returns.rules.timetable import Rhythm

RETURN = SubjectKind(
    name="return",
    events=frozenset({"return_sent", "return_called_off"}),
    endings=frozenset({"return_sent", "return_called_off"}),
    voids=frozenset({"return_called_off"}),
)
# The clock of a slot, by the rhythm of its scheme.
CLOCK_OF_RHYTHM = {Rhythm.DAILY: "return_daily", Rhythm.WEEKLY: "return", Rhythm.MONTHLY: "return"}
