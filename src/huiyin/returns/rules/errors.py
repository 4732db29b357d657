"""Refusals of schemes and returns."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class ReturnNotFound(NotThere):
    """There is no such return for this actor."""

    sentence = "没有找到这一期报告，请核对后再试。"


class ReturnConflict(Conflict):
    """The state doesn't allow this action any more."""

    sentence = "这一期报告现在是“%(state)s”，不能再“%(action)s”。请看过最新情况再办。"


class ReturnNotAllowed(NotAllowed):
    """The state allows it, this actor may not."""

    sentence = "您的职位不能对这一期报告“%(action)s”。"


class ReturnChangedConflict(Conflict):
    """Somebody else has changed it since this page was shown."""

    sentence = "您打开页面后，这一期报告有了变化：%(changes)s。请看过再办，您填的内容还在。"


class ReturnEarlyConflict(Conflict):
    """The time that it covers has hardly begun."""

    sentence = "这一期 %(opens)s 以后才能报。"


class SomethingCountedConflict(Conflict):
    """There is something to report, so it isn't nothing."""

    sentence = "这一期已有统计到的数字（%(fields)s），不能报无事，请填表报告。"


class MarkedConflict(Conflict):
    """It is marked already."""

    sentence = "这一期报告已经标记过事后发现。"


class CountInvalid(BadInput):
    """A number that can't be one."""

    sentence = "“%(label)s”要填 0 到 %(most)s 的整数。"


class CountedInvalid(BadInput):
    """A field that is filled from rows was typed."""

    sentence = "“%(label)s”由系统从记录里统计，不能填写。"


class FieldUnknownInvalid(BadInput):
    """The catalogue doesn't have the field, or the scheme doesn't."""

    sentence = "报告里没有“%(code)s”这一项。报告只用目录里的数字，没有写人的项目。"
    field = "field_codes"


class CorrectionRequired(BadInput):
    """A correction that changes nothing."""

    sentence = "没有改动。请改要更正的数字，或者不用更正。"


class ReasonRequired(BadInput):
    """No reason."""

    sentence = "请写明理由（至少 %(least)s 个字）。"
    field = "reason"


class CallerPostRequired(BadInput):
    """A return by telephone without the post of who called."""

    sentence = "请写明来电或者发短信的是什么职务，如“值班干部”，不写姓名。"
    field = "caller_post"


class WayInvalid(BadInput):
    """Not a way by which somebody else writes a return down."""

    sentence = "请选这一期是怎么报来的。"
    field = "way"


class ReportedAtInvalid(BadInput):
    """An instant before the return could be sent, or after now."""

    sentence = "报来的时间要在 %(opens)s 以后，并且不晚于现在。"
    field = "reported_at"


class SchemeNotFound(NotThere):
    """There is no such scheme for this actor."""

    sentence = "没有找到这项报告制度，请核对后再试。"


class SchemeNotAllowed(NotAllowed):
    """Somebody who doesn't manage the receiving unit."""

    sentence = "报告制度由接收报告的单位的登记员、审批人或者领导开始、修订和结束。"


class SchemeEndedConflict(Conflict):
    """It has ended, or is about to."""

    sentence = "这项报告制度已经定了最后一天：%(day)s。"


class SchemeChangedConflict(Conflict):
    """Somebody else has revised it since this page was shown."""

    sentence = "您打开页面后，这项报告制度又修订过。请看过现在的规定再改，您填的内容还在。"


class SchemeChangeRequired(BadInput):
    """A revision that changes nothing."""

    sentence = "没有改动。请改要修订的内容，或者不用修订。"


class NameRequired(BadInput):
    """A scheme without a name."""

    sentence = "请写这项报告叫什么。"
    field = "name"


class UnitsRequired(BadInput):
    """A scheme that no unit owes."""

    sentence = "请选哪些单位要报。"
    field = "unit_ids"


class UnitNotBelowInvalid(BadInput):
    """A unit that the receiving unit doesn't command."""

    sentence = "“%(unit)s”不是接收单位的下级，不能要它报告。"
    field = "unit_ids"


class FieldsRequired(BadInput):
    """A scheme without a field."""

    sentence = "请选报告里有哪些数字。"
    field = "field_codes"


class TimesInvalid(BadInput):
    """No time of the day, or none that can be read."""

    sentence = "请写几点以前报，如 15:00；一天多次的用空格隔开，最多 %(most)s 次。"
    field = "times"


class WeekdayRequired(BadInput):
    """A weekly scheme without its day."""

    sentence = "每周报的，请选星期几。"
    field = "weekday"


class MonthDayRequired(BadInput):
    """A monthly scheme without its day."""

    sentence = "每月报的，请写几号（1 到 31）。"
    field = "month_day"


class SecondMonthDayRequired(BadInput):
    """Twice a month, without a second day, or with the same one twice."""

    sentence = "每月两次的，请写另一个日子（1 到 31），两个日子不能相同。"
    field = "second_month_day"


class OftenInvalid(BadInput):
    """Several times a day without an end, for too long, or in another rhythm."""

    sentence = "一天报几次的，只能每天报，并且要写最后一天，最多 %(days)s 天。"
    field = "ends_on"


class BeginInvalid(BadInput):
    """A scheme that begins in the past."""

    sentence = "第一天请填今天或者以后的日期。"
    field = "begins_on"


class EndInvalid(BadInput):
    """A last day before the first one, or in the past."""

    sentence = "最后一天不能早于第一天，也不能早于今天。"
    field = "ends_on"


class EndPutOffInvalid(BadInput):
    """Several times a day, for longer than was said."""

    sentence = "一天报几次的，最后一天不能往后推：已经定的是 %(day)s。"
    field = "ends_on"
