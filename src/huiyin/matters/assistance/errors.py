"""Refusals around referrals to aid schemes."""

from huiyin.kernel.errors import BadInput, Conflict


class SchemeMissing(BadInput):
    """Nobody can agree to a referral without knowing what for."""

    sentence = "请写明申请哪一种救助，例如临时救助、医疗救助。"
    field = "scheme"


class ReferralBodyMissing(BadInput):
    """Neither a unit nor the name of a body, or both."""

    sentence = "请选一个单位，或者写明机构的名称，两样填一样。"
    field = "body"


class ReferralWhyMissing(BadInput):
    """What the scheme will be told."""

    sentence = "请写明遇到什么困难。信访人同意以后，写的这些会原样转过去。"
    field = "why"


class ReferralThere(Conflict):
    """The same scheme is being asked already."""

    sentence = "这一种救助已经在转介，还没有答复。"


class ReferralStuck(Conflict):
    """The unit can't get it any more: it is closed, or the matter is about it."""

    sentence = "这个单位现在不能收这项转介，什么都没有转出。请承办单位换一个单位再提。"


class ConsentGone(Conflict):
    """No referral of that number waits for the petitioner."""

    sentence = "这项转介不存在，或者已经答复过。"


class ConsentWayUnknown(BadInput):
    """Staff write down what was said on paper or by phone."""

    sentence = "请选信访人是书面答复的，还是在电话里答复的。"
    field = "way"


class ConsentNoteMissing(BadInput):
    """Who said it, when, to whom."""

    sentence = "请写明信访人哪天、向谁、怎么说的。信访人会看到。"
    field = "note"


class ReferralAnswerMissing(BadInput):
    """What the scheme said."""

    sentence = "请写明对方怎么答复的。"
    field = "answer"


class ReferralResultMissing(BadInput):
    """Whether there is help."""

    sentence = "请选对方是否给予救助。"
    field = "granted"


class ReferralDayWrong(BadInput):
    """Before the petitioner agreed, or in the future."""

    sentence = "答复日期不能早于信访人同意的那天，也不能晚于今天。"
    field = "answered_on"


class ReferralUnanswered(Conflict):
    """No referral of that number waits for an answer."""

    sentence = "这项转介不在等对方答复。"


class FollowUpGone(Conflict):
    """No referral of that number waits to be asked after."""

    sentence = "这项转介不用回访，或者已经回访过。"


class FollowUpWordsMissing(BadInput):
    """What was heard."""

    sentence = "请写明回访时了解到的情况。"
    field = "words"
