"""Refusals around supervision."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class DemandMissing(BadInput):
    """A demand says what is wanted."""

    sentence = "请写明要求承办单位做什么、说明什么。"
    field = "demand"


class SupervisedAlready(Conflict):
    """There is an open demand for the same reason."""

    sentence = "同一原因的督办还没有结束。"


class SupervisionGone(Conflict):
    """The demand is answered or ended."""

    sentence = "这次督办已经答复或者结束，请看最新情况。"


class OwnDemand(NotAllowed):
    """Nobody answers their own demand."""

    sentence = "这次督办是您提出的，须由承办单位的其他人答复。"


class NotTheirDemand(NotAllowed):
    """Only the unit that made a demand ends it."""

    sentence = "这次督办由提出督办的单位结束。"


class StatementMissing(BadInput):
    """An answer to a demand says something."""

    sentence = "请写明办理情况、原因和接下来怎么办。"
    field = "answer"


class EndReasonMissing(BadInput):
    """A demand ends with a reason."""

    sentence = "请写明为什么结束督办。"
    field = "reason"
