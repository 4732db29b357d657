"""Refusals around talks with the head of a unit."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class TalkNotFound(NotThere):
    """There is none, or it isn't of this officer's units."""

    sentence = "没有这次约谈，或者和您的单位无关。"


class TalkNotAllowed(NotAllowed):
    """Only whoever leads a unit above talks with its head."""

    sentence = "约谈由领导这个单位的上级单位的领导进行。"


class TalkGroundRequired(BadInput):
    """A ground is one of the list, and the figures have to bear it."""

    sentence = "请至少选一项有事实的原因；数字是零的不能作为约谈的原因。"
    field = "grounds"


class TalkDaysInvalid(BadInput):
    """The span of days that is looked at."""

    sentence = "请填 1 到 %(most)s 之间的天数。"
    field = "days"


class TalkDayInvalid(BadInput):
    """It is called for a day to come."""

    sentence = "约谈日期请写今天或者以后。"
    field = "meet_on"


class TalkHeldDayInvalid(BadInput):
    """It is written down after it was held."""

    sentence = "约谈的日期要在通知以后，不能晚于今天。"
    field = "held_on"


class MinutesRequired(BadInput):
    """What was said."""

    sentence = "请写下约谈的记录。"
    field = "minutes"


class MeasureRequired(BadInput):
    """What the unit promised, each by a day."""

    sentence = "请写明单位承诺的措施和日期，至少一条，最多 %(most)s 条。"
    field = "measures"


class TalkAnswerRequired(BadInput):
    """What the unit has to say."""

    sentence = "请写明要说明的情况。"
    field = "text"


class TalkReasonRequired(BadInput):
    """Why it isn't held."""

    sentence = "请写明为什么取消，单位会看到。"
    field = "reason"


class TalkGone(Conflict):
    """It was held or cancelled meanwhile."""

    sentence = "这次约谈已经记录或者取消，请看最新情况。"
