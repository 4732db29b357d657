"""Refusals around explanation meetings."""

from huiyin.kernel.errors import BadInput, Conflict


class ExplanationTooEarlyConflict(Conflict):
    """Nothing was answered yet, and the office hasn't offered it."""

    sentence = "还没有答复，说明会要等答复以后，或者承办单位提出来再开。有问题可以先在“来往消息”里问。"


class ExplanationOpenConflict(Conflict):
    """One is under way."""

    sentence = "已经有一次说明会在安排，开过或者结束以后可以再提。"


class ExplanationGoneConflict(Conflict):
    """None waits for this step."""

    sentence = "没有在安排的说明会，可能已经开过或者结束。"


class ExplanationUnfixedConflict(Conflict):
    """No day was fixed yet, or it hasn't come."""

    sentence = "说明会还没有定时间，或者还没有到时间。"


class ExplanationUnwishedConflict(Conflict):
    """It was offered, and the petitioner hasn't said that they want it."""

    sentence = "信访人还没有说要开说明会，等他答复以后再定时间。"


class OtherDayAskedConflict(Conflict):
    """The wish for another day is there already."""

    sentence = "您已经提过改时间，承办单位会另定一个时间告诉您。"


class InvitationGoneConflict(Conflict):
    """No invitation of that unit waits for an answer."""

    sentence = "没有等您单位答复的说明会邀请，可能已经有人答复，或者说明会取消了。"


class MinutesGoneConflict(Conflict):
    """No minutes without a remark."""

    sentence = "没有可以写意见的说明会记录，或者您已经写过。"


class UnclearRequired(BadInput):
    """Nobody can prepare for a meeting about nothing."""

    sentence = "请写明哪里不明白，想听什么解释。"
    field = "unclear"


class WishWayInvalid(BadInput):
    """Staff write down what was said by telephone or face to face."""

    sentence = "请选信访人是在电话里说的，还是当面说的。"
    field = "way"


class ExplanationTimeInvalid(BadInput):
    """No time, or one that has passed."""

    sentence = "说明会的时间要在现在以后。"
    field = "starts_at"


class ExplanationPlaceRequired(BadInput):
    """Nobody finds a meeting without a place."""

    sentence = "请写明地点，写到几楼几号房间。"
    field = "place"


class ExplanationOfficersRequired(BadInput):
    """Nobody of the unit takes part, or somebody who may not."""

    sentence = "请选本单位谁去解释，至少一位；只能选不用回避的同事。"
    field = "officers"


class UnitAboveInvalid(BadInput):
    """There is no unit above in this house that could come."""

    sentence = "本平台上没有能请的上一级单位。"
    field = "invite_above"


class InvitationAnswerRequired(BadInput):
    """Yes or no."""

    sentence = "请选参加还是不参加。"
    field = "comes"


class InvitationReasonRequired(BadInput):
    """Whoever doesn't come says why; the petitioner reads it."""

    sentence = "不参加的，请写明理由。信访人会看到。"
    field = "reason"


class OtherDayNoteRequired(BadInput):
    """Which days suit."""

    sentence = "请写明哪天、什么时候方便。"
    field = "note"


class HeldDayInvalid(BadInput):
    """A day before it was wished for, or one that hasn't come."""

    sentence = "开会的日子不能晚于今天，也不能早于信访人提出的那天。"
    field = "held_on"


class ExplanationAskedRequired(BadInput):
    """What the petitioner asked."""

    sentence = "请写明信访人问了什么。"
    field = "asked"


class ExplanationExplainedRequired(BadInput):
    """What was explained."""

    sentence = "请写明怎么解释的，依据是什么。"
    field = "explained"


class PointsInvalid(BadInput):
    """Too many, one without words, or a day that leaves no time."""

    sentence = "商定的事最多 %(most)s 项，每项写明做什么，日期要在今天以后。"
    field = "points"


class PointsAboveInvalid(BadInput):
    """The unit above wasn't there."""

    sentence = "上一级单位没有参加，不能替它商定。"
    field = "points"


class ExplanationReasonRequired(BadInput):
    """Why there was no meeting."""

    sentence = "请写明为什么没有开。信访人会看到。"
    field = "reason"


class MinutesRemarkRequired(BadInput):
    """Nothing was written."""

    sentence = "请写您的意见。"
    field = "remark"
