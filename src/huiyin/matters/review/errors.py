"""Refusals around review, recheck and hearing, each with a sentence that a person can act on."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class NotReviewable(Conflict):
    """No review exists against the answer to this kind of matter."""

    sentence = "复查是针对申诉求决的答复的，这类事项没有这一步。您可以评价答复，也可以补充说明。"


class NotItsTurn(Conflict):
    """The other of the two levels is the one that can be asked for."""

    sentence = "现在可以申请的是“%(level)s”。"


class ReviewOutside(Conflict):
    """Nobody in this house stands above the unit that answered, or everybody there is barred."""

    sentence = "这件事要由上一级机关来%(level)s，它不在这个平台上。请在期限内直接向它提出，带上给您的答复。"


class ReviewInside(Conflict):
    """There is a unit in the house that decides: nobody is sent elsewhere."""

    sentence = "这件事可以在这里申请，不用去别处。"


class GroundsMissing(BadInput):
    """A review without a word on why."""

    sentence = "请写明哪里不同意、为什么，几句话就可以。"
    field = "grounds"


class LateReasonMissing(BadInput):
    """After the window a reason is asked for; the deciding unit weighs it."""

    sentence = "申请的期限是 %(due)s，已经过了。请写明为什么没能按时申请，由上一级决定是否采纳。"
    field = "late_reason"


class ViaUnknown(BadInput):
    """At a counter somebody writes or comes in person."""

    sentence = "请选信访人是怎么提出的。"
    field = "via"


class TookPart(NotAllowed):
    """Whoever had a part in the matter before doesn't decide on it."""

    sentence = "您参与过这件事，不能再作决定。请由没有参与过的同事来办。"


class ReviewOutcomeMissing(BadInput):
    """A decision without its result."""

    sentence = "请选一个结论。"
    field = "outcome"


class ReviewOpinionMissing(BadInput):
    """A decision without reasons."""

    sentence = "请写明意见和理由，信访人会看到全文。"
    field = "opinion"


class HearingPending(Conflict):
    """An announced hearing is neither held nor cancelled."""

    sentence = "还有一次听证没有结束。请先记录听证，或者取消它。"


class HearingNotThere(Conflict):
    """No hearing is announced."""

    sentence = "现在没有等着举行的听证。"


class HearingTooSoon(BadInput):
    """The petitioner must know long enough before."""

    sentence = "听证要至少提前 %(days)s 天告知，最早是 %(first)s。"
    field = "held_at"


class HearingPlaceMissing(BadInput):
    """Nobody would know where to go."""

    sentence = "请写明在哪里举行，信访人会看到。"
    field = "place"


class HearingAboutMissing(BadInput):
    """Nobody would know what to prepare."""

    sentence = "请写明听证要弄清什么，信访人会看到。"
    field = "about_what"


class ChairUnknown(BadInput):
    """The chair is one of the deciding unit, or leads it, and isn't who investigates."""

    sentence = "请选一位没有经办这件事的人主持。"
    field = "chair"


class CancelReasonMissing(BadInput):
    """A hearing is cancelled with a reason."""

    sentence = "请写明为什么取消，信访人会看到。"
    field = "reason"


class MinutesMissing(BadInput):
    """A hearing without minutes wasn't recorded."""

    sentence = "请写下听证笔录：谁说了什么，出示了什么。"
    field = "minutes"


class HearingOpinionMissing(BadInput):
    """A hearing ends with an opinion."""

    sentence = "请写下听证得出的意见，信访人会看到。"
    field = "opinion"


class HearingEndWrong(BadInput):
    """It ended on the day it was held or later, and not in the future."""

    sentence = "结束的日子在听证当天或者以后，不晚于今天。"
    field = "ended_on"


class OpinionWaits(Conflict):
    """One draft at a time."""

    sentence = "意见已经起草，正等另一位批准。要改的话，请批准的人退回修改。"


class OpinionNotWaiting(Conflict):
    """Nothing was drafted, or something else than what is approved."""

    sentence = "现在没有等您批准的这份意见，请看过最新情况再办。"


class OwnOpinion(NotAllowed):
    """Nobody approves their own opinion."""

    sentence = "这份意见是您起草的，要由另一位没有参与过的人批准。%(who)s"


class OpinionReturnUnexplained(BadInput):
    """Whoever drafts anew has to know what to change."""

    sentence = "请写明要改什么。"
    field = "reason"
