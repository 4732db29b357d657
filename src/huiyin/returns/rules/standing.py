"""Whether a return came in time, late or not at all."""

from datetime import datetime
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.returns.rules.states import ReturnState


class ReturnStanding(StrEnum):
    """A return beside its due instant, at some instant."""

    DUE = "due"
    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    CALLED_OFF = "called_off"


STANDING_LABELS = {
    ReturnStanding.DUE: N_("待报"),
    ReturnStanding.IN_TIME: N_("按时"),
    ReturnStanding.LATE: N_("迟报"),
    ReturnStanding.MISSING: N_("未报"),
    ReturnStanding.CALLED_OFF: N_("不用报"),
}


def standing_of(*, state: str, due_at: datetime, reported_at: datetime | None, at: datetime) -> ReturnStanding:
    """In time up to the very due instant, and late after it; missing while nothing has come."""
    if state == ReturnState.CALLED_OFF:
        return ReturnStanding.CALLED_OFF
    if reported_at is None:
        return ReturnStanding.DUE if at <= due_at else ReturnStanding.MISSING
    return ReturnStanding.IN_TIME if reported_at <= due_at else ReturnStanding.LATE
