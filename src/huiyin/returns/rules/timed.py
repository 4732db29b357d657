"""What the clocks hear of returns."""

from huiyin.clocks.rules.timed import SubjectKind
from huiyin.returns.rules.timetable import DAY_BY_DAY, Rhythm

RETURN = SubjectKind(
    name="return",
    events=frozenset({"return_sent", "return_called_off"}),
    endings=frozenset({"return_sent", "return_called_off"}),
    voids=frozenset({"return_called_off"}),
)
# The clock of a slot, by the rhythm of its scheme.
CLOCK_OF_RHYTHM = {rhythm: "return_daily" if rhythm in DAY_BY_DAY else "return" for rhythm in Rhythm}
