"""Refusals around more time for the answer."""

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
