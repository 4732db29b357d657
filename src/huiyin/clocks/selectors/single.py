"""One running clock among several of its code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.clocks.models import Clock


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that hasn't been stopped, whether its time is over or not."""

    code: str
    round: int
    started_at: datetime
    due_at: datetime


def clock_running(*, subject_id: UUID, code: str, round: int = 1) -> RunningClock | None:
    """The running clock of that code and round; None when it never began or has stopped. One statement."""
    rows = Clock.objects.filter(subject_id=subject_id, code=code, round=round, stopped_at__isnull=True)
    return next((RunningClock(*row) for row in rows.values_list("code", "round", "started_at", "due_at")), None)
