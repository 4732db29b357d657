"""States, actions and moves of a return, and how it stands beside its due instant."""

from datetime import datetime
from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.workflow.moves import Move, moves_at


class State(StrEnum):
    """Where a return is. Whether it is late is computed (`standing_of`) and no state."""

    DUE = "due"
    SENT = "sent"
    CORRECTED = "corrected"
    CALLED_OFF = "called_off"


class Action(StrEnum):
    """What is done with a return."""

    SEND = "send"
    SEND_NOTHING = "send_nothing"
    RECORD = "record"
    CORRECT = "correct"
    MARK_FOUND_LATER = "mark_found_later"
    CALL_OFF = "call_off"


class May(StrEnum):
    """Who makes a move; what the names mean stands in `returns/permissions.py`."""

    REPORT = "report"
    RECEIVE = "receive"
    CORRECT = "correct"
    MARK = "mark"
    SYSTEM = "system"


class Way(StrEnum):
    """How a return came: the unit's own, or written down by the receiving unit."""

    WEB = "web"
    PHONE = "phone"
    MESSAGE = "message"
    FILE = "file"


class Standing(StrEnum):
    """A return beside its due instant, at some instant."""

    DUE = "due"
    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    CALLED_OFF = "called_off"


STATE_LABELS = {
    State.DUE: N_("待报"),
    State.SENT: N_("已报"),
    State.CORRECTED: N_("已报，有更正"),
    State.CALLED_OFF: N_("不用报"),
}
ACTION_LABELS = {
    Action.SEND: N_("报告"),
    Action.SEND_NOTHING: N_("报无事"),
    Action.RECORD: N_("代记报告"),
    Action.CORRECT: N_("更正报告"),
    Action.MARK_FOUND_LATER: N_("标记事后发现"),
    Action.CALL_OFF: N_("取消这一期"),
}
WAY_LABELS = {
    Way.WEB: N_("网上"),
    Way.PHONE: N_("电话，接收单位代记"),
    Way.MESSAGE: N_("短信，接收单位代记"),
    Way.FILE: N_("表格，接收单位代记"),
}
STANDING_LABELS = {
    Standing.DUE: N_("待报"),
    Standing.IN_TIME: N_("按时"),
    Standing.LATE: N_("迟报"),
    Standing.MISSING: N_("未报"),
    Standing.CALLED_OFF: N_("不用报"),
}
# What a step of the timeline is called, by its ledger kind.
OPENED = "returns.return.opened"
STEP_LABELS = {
    OPENED: N_("列出这一期"),
    "returns.return.sent": N_("报告"),
    "returns.return.nothing_sent": N_("报无事"),
    "returns.return.recorded": N_("接收单位代记"),
    "returns.return.corrected": N_("更正报告"),
    "returns.return.marked": N_("标记事后发现"),
    "returns.return.called_off": N_("取消这一期"),
}

_SENT_STATES = (State.SENT, State.CORRECTED)
MOVES: dict[tuple[State, Action], Move[State, May]] = {
    (State.DUE, Action.SEND): Move(
        May.REPORT, "returns.return.sent", State.SENT, "return_sent", public=False, requires=("opened",)
    ),
    (State.DUE, Action.SEND_NOTHING): Move(
        May.REPORT,
        "returns.return.nothing_sent",
        State.SENT,
        "return_sent",
        public=False,
        requires=("opened", "nothing_counted"),
    ),
    (State.DUE, Action.RECORD): Move(
        May.RECEIVE, "returns.return.recorded", State.SENT, "return_sent", public=False, requires=("opened",)
    ),
    (State.DUE, Action.CALL_OFF): Move(
        May.SYSTEM, "returns.return.called_off", State.CALLED_OFF, "return_called_off", public=False
    ),
    **moves_at(
        _SENT_STATES,
        Action.CORRECT,
        Move(May.CORRECT, "returns.return.corrected", State.CORRECTED, public=False),
    ),
    **moves_at(
        _SENT_STATES,
        Action.MARK_FOUND_LATER,
        Move(May.MARK, "returns.return.marked", public=False, requires=("not_marked",)),
    ),
}


def standing_of(*, state: str, due_at: datetime, reported_at: datetime | None, at: datetime) -> Standing:
    """In time up to the very due instant, and late after it; missing while nothing has come."""
    if state == State.CALLED_OFF:
        return Standing.CALLED_OFF
    if reported_at is None:
        return Standing.DUE if at <= due_at else Standing.MISSING
    return Standing.IN_TIME if reported_at <= due_at else Standing.LATE
