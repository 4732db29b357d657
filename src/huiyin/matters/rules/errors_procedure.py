"""Refusals around time, the simple procedure, settlements and service."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class ExtensionAskedAlready(Conflict):
    """A request waits for its decision."""

    sentence = "已经申请过延期，正在等单位负责人决定。"


class ExtensionNotAsked(Conflict):
    """Nothing waits for a decision."""

    sentence = "现在没有等您决定的延期申请。"


class OwnExtension(NotAllowed):
    """Nobody grants what they asked for."""

    sentence = "这次延期是您申请的，须由另一位审批人或单位负责人决定。"


class TimeReasonMissing(BadInput):
    """More time without a reason."""

    sentence = "请写明为什么需要延长，批准后信访人会看到。"
    field = "reason"


class RefusalUnexplained(BadInput):
    """A refusal without a reason."""

    sentence = "请写明为什么不批准，承办人才知道怎么办。"
    field = "reason"


class SimpleNotPossible(BadInput):
    """Accusations, joint matters, and those that have been answered before aren't handled simply."""

    sentence = "这件事项不能简易办理，请选“普通程序”。"
    field = "procedure"


class SimpleReasonMissing(BadInput):
    """The simple procedure is there for certain matters only: which of them this is has to be said."""

    sentence = "选简易程序，请用一句话写明理由，例如：事实清楚、争议不大。"
    field = "reason"


class OrdinaryReasonMissing(BadInput):
    """Leaving the simple procedure needs a reason."""

    sentence = "请写明为什么转为普通程序，信访人会看到。"
    field = "reason"


class MethodNotHere(BadInput):
    """By phone and text message only what is handled simply is answered."""

    sentence = "普通程序的书面答复只能网上、当面或者邮寄送达。"
    field = "method"


class DayOutOfRange(BadInput):
    """The day lies in the future, or before what had to come first."""

    sentence = "请填 %(first)s 到 %(last)s 之间的一天。"


class LateReasonRequired(BadInput):
    """A day so far back needs its reason; the time counts from now in any case."""

    sentence = "补记 %(days)s 天以前的事，请写明为什么现在才记（时限从今天起算）。"
    field = "late_reason"


class ReceiptUnsaid(BadInput):
    """An acknowledgement has to say who took the letter, or how it is known."""

    sentence = "请写明谁签收的，或者怎么知道已经收到。"
    field = "words"


class AgreementMissing(BadInput):
    """A settlement without what was agreed."""

    sentence = "请写明双方同意的内容：谁、做什么、什么时候。"
    field = "agreement"


class AgreementUnproven(BadInput):
    """Nothing shows that the petitioner agreed."""

    sentence = "请选一份能看出信访人同意的材料：双方签字的附件，或者信访人自己写的话。"
    field = "proof"


class SignatureMissing(Conflict):
    """The house wants the leader's signature first."""

    sentence = "答复要先由单位负责人签发，才能送达。"


class SignedAlready(Conflict):
    """Somebody has signed it."""

    sentence = "这份答复已经签发。"


class RatedTwice(Conflict):
    """A rating can be changed once."""

    sentence = "评价已经改过一次，不能再改。"


class RatingTooLate(Conflict):
    """The window for rating is over."""

    sentence = "评价的时间已经过了。"


class NotServedYet(Conflict):
    """The letter is on its way: the petitioner's time hasn't begun."""

    sentence = "答复还在邮寄途中，收到回执以后期限才开始计算，现在不能办结。"
