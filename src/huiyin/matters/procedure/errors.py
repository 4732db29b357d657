"""Refusals around time, the simple procedure, settlements and service."""

from huiyin.kernel.errors import BadInput


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
