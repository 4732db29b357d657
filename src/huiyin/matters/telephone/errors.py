"""Refusals around telling by telephone."""

from huiyin.kernel.errors import BadInput, Conflict, NotThere


class CallGone(NotThere):
    """No such call, or not one of this officer's units."""

    sentence = "没有这个要打的电话，或者不由您的单位打。"


class CallDone(Conflict):
    """Somebody else has recorded it meanwhile."""

    sentence = "这个电话已经有人登记过结果。"


class CallResultUnknown(BadInput):
    """No result, or none that is known."""

    sentence = "请选打电话的结果。"
    field = "result"
