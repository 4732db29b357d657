"""Refusals around batches of owned matters."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class BatchNotFound(NotThere):
    """There is no such batch for this actor."""

    sentence = "没有找到这一批包案事项。"


class BatchNotAllowed(NotAllowed):
    """A unit's managers put its batches together."""

    sentence = "包案批次由单位的登记人员、审批人或者领导编。"


class BatchNumberTaken(Conflict):
    """One number, one batch."""

    sentence = "第 %(number)s 批已经有了，请换一个批次号。"


class BatchNumberInvalid(BadInput):
    """A number from 1 on."""

    sentence = "请填批次号，从 1 开始。"
    field = "number"


class BatchDayInvalid(BadInput):
    """A batch is given on a day that has come."""

    sentence = "交办日期请填今天或者以前。"
    field = "given_on"


class BatchEmpty(BadInput):
    """A batch is a list of matters."""

    sentence = "请选至少一件有领导包案的事项，最多 %(most)s 件。"
    field = "pick"


class BatchedAlready(Conflict):
    """An ownership is given in one batch."""

    sentence = "这件包案已经在另一批里。"


class NotOwned(Conflict):
    """No leader answers for it in person."""

    sentence = "这件事项现在没有领导包案。"
