"""Refusals around registering."""

from huiyin.kernel.errors import BadInput, Conflict
from huiyin.matters.core.errors import MoveNotAllowed


class FilesTooMany(BadInput):
    """More files than one matter may have."""

    sentence = "一件事项最多 %(most)s 个附件。"
    field = "files"


class TextMissing(BadInput):
    """Nothing says what happened."""

    sentence = "请写下发生了什么，几句话就可以。"
    field = "text"


class RequestMissing(BadInput):
    """Nothing says what is asked for."""

    sentence = "请写下您希望怎样解决，一句话就可以。"
    field = "requests"


class TooManyRequests(BadInput):
    """More requests than a reply can answer one by one."""

    sentence = "一件事最多写 %(most)s 条诉求。其余的请另外提交，每件都会答复。"
    field = "requests"


class RegisterDraftsMost(Conflict):
    """So many were broken off that nobody looks at them."""

    sentence = "没有登记完的草稿已有 %(most)s 份，这一份没有存。请先登记或者清空几份。"


class RegistrarNeeded(MoveNotAllowed):
    """Only a registrar of the unit may register there for others."""

    sentence = "您不是这个单位的登记员，不能在这里登记。"


class ReceivedLater(BadInput):
    """The day of receipt lies in the future."""

    sentence = "收到日期不能晚于今天。"
    field = "received_on"
