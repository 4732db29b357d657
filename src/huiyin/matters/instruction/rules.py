"""The words of instructions from above, and how reports on them are counted. Plain Python."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huiyin.kernel.text import N_

ISSUER_MAX = 120
NUMBER_MAX = 60
# The clocks: a day that the rulebook gives, and one that the body has set.
BY_RULE = "instruction"
BY_DAY = "instruction_day"
CLOCKS = frozenset({BY_RULE, BY_DAY})


class Issuer(StrEnum):
    """Who instructs: a body outside the house, or a leader of it."""

    BODY = "body"
    LEADER = "leader"


class ReportKind(StrEnum):
    """An interim report says how far it is and ends nothing; the final one is what is owed."""

    INTERIM = "interim"
    FINAL = "final"


class SendWay(StrEnum):
    """How a report went to the body: nothing is sent from here."""

    PAPER = "paper"
    POST = "post"
    EXCHANGE = "exchange"
    NETWORK = "network"


class ReportStage(StrEnum):
    """How far the report is that is owed; worked out, no state."""

    UNWRITTEN = "unwritten"
    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    SENT = "sent"


ISSUER_LABELS = {Issuer.BODY: N_("上级机关"), Issuer.LEADER: N_("领导")}
REPORT_LABELS = {ReportKind.INTERIM: N_("阶段报告"), ReportKind.FINAL: N_("办结报告")}
SEND_WAY_LABELS = {
    SendWay.PAPER: N_("当面或者专人送交"),
    SendWay.POST: N_("邮寄、机要"),
    SendWay.EXCHANGE: N_("公文交换"),
    SendWay.NETWORK: N_("上级的业务系统"),
}
STAGE_LABELS = {
    ReportStage.UNWRITTEN: N_("还没有起草"),
    ReportStage.WAITING: N_("等审批"),
    ReportStage.RETURNED: N_("退回修改"),
    ReportStage.APPROVED: N_("已批准，等送出"),
    ReportStage.SENT: N_("已报结"),
}


class ReportStanding(StrEnum):
    """How one report that is owed stands on a day."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    AHEAD = "ahead"


STANDING_LABELS = {
    ReportStanding.IN_TIME: N_("按时"),
    ReportStanding.LATE: N_("逾期报结"),
    ReportStanding.MISSING: N_("到期未报"),
    ReportStanding.AHEAD: N_("没到期"),
}


def standing_of(*, due_on: date, reported_on: date | None, today: date) -> ReportStanding:
    """In time up to the very day; late is what went later, missing what is past its day and hasn't gone."""
    if reported_on is not None:
        return ReportStanding.IN_TIME if reported_on <= due_on else ReportStanding.LATE
    return ReportStanding.MISSING if due_on < today else ReportStanding.AHEAD


@dataclass(slots=True)
class ReportCount:
    """The reports of one unit over some days; what isn't due yet is counted apart."""

    standings: Counter[ReportStanding] = field(default_factory=Counter)

    @property
    def in_time(self) -> int:
        """How many went by their day."""
        return self.standings[ReportStanding.IN_TIME]

    @property
    def late(self) -> int:
        """How many went later."""
        return self.standings[ReportStanding.LATE]

    @property
    def missing(self) -> int:
        """How many are past their day and haven't gone."""
        return self.standings[ReportStanding.MISSING]

    @property
    def ahead(self) -> int:
        """How many aren't due yet."""
        return self.standings[ReportStanding.AHEAD]

    @property
    def due(self) -> int:
        """How many were due, or have been reported before that."""
        return self.in_time + self.late + self.missing

    @property
    def rate(self) -> str:
        """In time ÷ due (报结率) to one place; "" where nothing was due."""
        return f"{self.in_time / self.due:.1%}" if self.due else ""
