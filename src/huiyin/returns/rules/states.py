"""States, actions and moves of a return, and how it stands beside its due instant."""

from enum import StrEnum

from huiyin.kernel.text import N_
from huiyin.workflow.moves import Move, moves_at


class ReturnState(StrEnum):
    """Where a return is. Whether it is late is computed (`standing.py`) and no state."""

    DUE = "due"
    SENT = "sent"
    CORRECTED = "corrected"
    CALLED_OFF = "called_off"


class ReturnAction(StrEnum):
    """What is done with a return."""

    SEND = "send"
    SEND_NOTHING = "send_nothing"
    RECORD = "record"
    CORRECT = "correct"
    MARK_FOUND_LATER = "mark_found_later"
    CALL_OFF = "call_off"


class ReturnPermission(StrEnum):
    """Who makes a move; what the names mean stands in `returns/permissions.py`."""

    REPORT = "report"
    RECEIVE = "receive"
    CORRECT = "correct"
    MARK = "mark"
    SYSTEM = "system"


class ReturnWay(StrEnum):
    """How a return came: the unit's own, or written down by the receiving unit."""

    WEB = "web"
    PHONE = "phone"
    MESSAGE = "message"
    FILE = "file"


STATE_LABELS = {
    ReturnState.DUE: N_("待报"),
    ReturnState.SENT: N_("已报"),
    ReturnState.CORRECTED: N_("已报，有更正"),
    ReturnState.CALLED_OFF: N_("不用报"),
}
ACTION_LABELS = {
    ReturnAction.SEND: N_("报告"),
    ReturnAction.SEND_NOTHING: N_("报无事"),
    ReturnAction.RECORD: N_("代记报告"),
    ReturnAction.CORRECT: N_("更正报告"),
    ReturnAction.MARK_FOUND_LATER: N_("标记事后发现"),
    ReturnAction.CALL_OFF: N_("取消这一期"),
}
WAY_LABELS = {
    ReturnWay.WEB: N_("网上"),
    ReturnWay.PHONE: N_("电话，接收单位代记"),
    ReturnWay.MESSAGE: N_("短信，接收单位代记"),
    ReturnWay.FILE: N_("表格，接收单位代记"),
}
# What a step of the timeline is called, by its ledger kind.
OPENED = "returns.return.opened"
# What became of a scheme's slots as a whole: how far they are listed, since when they are otherwise than before.
LISTED, RENEWED = "returns.scheme.listed", "returns.scheme.renewed"
STEP_LABELS = {
    OPENED: N_("列出这一期"),
    "returns.return.sent": N_("报告"),
    "returns.return.nothing_sent": N_("报无事"),
    "returns.return.recorded": N_("接收单位代记"),
    "returns.return.corrected": N_("更正报告"),
    "returns.return.marked": N_("标记事后发现"),
    "returns.return.called_off": N_("取消这一期"),
}

_SENT_STATES = (ReturnState.SENT, ReturnState.CORRECTED)
MOVES: dict[tuple[ReturnState, ReturnAction], Move[ReturnState, ReturnPermission]] = {
    (ReturnState.DUE, ReturnAction.SEND): Move(
        ReturnPermission.REPORT,
        "returns.return.sent",
        ReturnState.SENT,
        "return_sent",
        public=False,
        requires=("opened",),
    ),
    (ReturnState.DUE, ReturnAction.SEND_NOTHING): Move(
        ReturnPermission.REPORT,
        "returns.return.nothing_sent",
        ReturnState.SENT,
        "return_sent",
        public=False,
        requires=("opened", "nothing_counted"),
    ),
    (ReturnState.DUE, ReturnAction.RECORD): Move(
        ReturnPermission.RECEIVE,
        "returns.return.recorded",
        ReturnState.SENT,
        "return_sent",
        public=False,
        requires=("opened",),
    ),
    (ReturnState.DUE, ReturnAction.CALL_OFF): Move(
        ReturnPermission.SYSTEM,
        "returns.return.called_off",
        ReturnState.CALLED_OFF,
        "return_called_off",
        public=False,
    ),
    **moves_at(
        _SENT_STATES,
        ReturnAction.CORRECT,
        Move(ReturnPermission.CORRECT, "returns.return.corrected", ReturnState.CORRECTED, public=False),
    ),
    **moves_at(
        _SENT_STATES,
        ReturnAction.MARK_FOUND_LATER,
        Move(ReturnPermission.MARK, "returns.return.marked", public=False, requires=("not_marked",)),
    ),
}
