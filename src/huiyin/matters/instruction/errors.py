"""Refusals around instructions and the reports on them."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class IssuerRequired(BadInput):
    """Nobody is named who instructs."""

    sentence = "请写明是哪个机关、哪位领导交办的。"
    field = "issuer"


class InstructionRequired(BadInput):
    """An instruction says something."""

    sentence = "请照来文写下交办的内容，几句话就可以。"
    field = "words"


class InstructionWordsSealed(BadInput):
    """Of a sealed matter nothing that says what it is about stands outside the seal."""

    sentence = "密封事项不写交办的内容：写在这里，没有密封口令的人也看得到。"
    field = "words"


class InstructedDayInvalid(BadInput):
    """The day of the instruction lies ahead."""

    sentence = "交办日期不能晚于今天。"
    field = "instructed_on"


class ReportDayBeforeInstruction(BadInput):
    """Nobody wants a report before they have asked for it: a slip of the pen."""

    sentence = "要求上报的日期不能早于交办日期，请照来文核对。"
    field = "due_on"


class InstructionGone(Conflict):
    """No such instruction that still waits for its report."""

    sentence = "没有等着上报的这一次交办，请看最新情况。"


class NotTheirInstruction(NotAllowed):
    """Only the office that took the instruction in, or the unit that has the matter, does this."""

    sentence = "这一步由登记上级交办的单位或者承办单位办理。"


class AgreementRequired(BadInput):
    """More time is there only by the body's own words."""

    sentence = "请照上级的答复写明同意延期的话，或者来文的文号。"
    field = "words"


class AgreedDayInvalid(BadInput):
    """The body agreed before the instruction came, or on a day that lies ahead."""

    sentence = "同意延期的日期，要在登记交办以后，不能晚于今天。"
    field = "agreed_on"


class AgreedTooLate(BadInput):
    """The body agreed after the day had passed: what is late stays late."""

    sentence = "同意延期时原来的期限已经过了，期限不能再改。请尽快上报，按逾期计算。"
    field = "agreed_on"


class LaterReportDayRequired(BadInput):
    """More time ends later than before."""

    sentence = "新的期限要比原来的晚。"
    field = "due_on"


class ReportTextRequired(BadInput):
    """A report says something."""

    sentence = "请写明办理情况和结果。"
    field = "text"


class ReportWaiting(Conflict):
    """A report on it waits for approval, or to be sent."""

    sentence = "这一次交办已有一份报告在审批或者等送出，先办完那一份。"


class ReportGone(Conflict):
    """No report waits for this step."""

    sentence = "没有等着这一步的报告，请看最新情况。"


class OwnReport(NotAllowed):
    """Nobody approves their own report."""

    sentence = "这份报告是您起草的，须由另一位审批人或者领导批准。"


class ReturnReasonRequired(BadInput):
    """Whoever wrote it has to know what to change."""

    sentence = "请写明要修改什么。"
    field = "reason"


class SentDayInvalid(BadInput):
    """A report leaves on or after the day on which it was approved, and not later than today."""

    sentence = "送出日期要在批准以后，不能晚于今天。"
    field = "sent_on"


class SendWayRequired(BadInput):
    """How it went."""

    sentence = "请选怎样送出的。"
    field = "way"
