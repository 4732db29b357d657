"""Refusals around standing aside."""

from huiyin.kernel.errors import BadInput, Conflict


class RecusalReasonMissing(BadInput):
    """Standing aside without a word."""

    sentence = "请用一句话写明为什么要回避，只有经办人员看得到。"
    field = "reason"


class RecusedAlready(Conflict):
    """That officer stands aside already."""

    sentence = "这位工作人员已经回避。"
