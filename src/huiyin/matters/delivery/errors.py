"""Refusals around how an answer reaches the petitioner."""

from huiyin.kernel.errors import BadInput, Conflict


class MethodNotHere(BadInput):
    """By phone and text message only what is handled simply is answered."""

    sentence = "普通程序的书面答复只能网上、当面或者邮寄送达。"
    field = "method"


class WebDayUnneeded(BadInput):
    """Another day than today for what is served on the web: it would count from a day that nobody typed."""

    sentence = "网上送达的日期就是今天，请删去日期；当面或者电话、短信送达的，请选那一种。"
    field = "served_on"


class DayOutOfRange(BadInput):
    """The day lies in the future, or before what had to come first."""

    sentence = "请填 %(first)s 到 %(last)s 之间的一天。"


class ReceiptUnsaid(BadInput):
    """An acknowledgement has to say who took the letter, or how it is known."""

    sentence = "请写明谁签收的，或者怎么知道已经收到。"
    field = "words"


class SignatureMissing(Conflict):
    """The house wants the leader's signature first."""

    sentence = "答复要先由单位负责人签发，才能送达。"
