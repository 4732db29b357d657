"""Refusals when a receipt code is issued anew."""

from huiyin.kernel.errors import BadInput, Conflict, NotThere


class CodeOfAnonymous(Conflict):
    """Nobody can show to be who filed it."""

    sentence = "匿名提交的事项没有身份信息可以核对，不能补发查询码。信访人可以再提交一次。"


class CodeOfSealed(Conflict):
    """Who filed lies under the seal, where no counter can look."""

    sentence = "密封事项的身份在密封里，窗口核对不了，不能补发查询码。信访人可以再提交一次。"


class IdentityNotCompared(Conflict):
    """Whoever issues a code has looked at the identity for it just before."""

    sentence = "请先查看身份信息，和来人当面核对，再补发。"


class ProofMissing(BadInput):
    """The petitioner reads by what they were recognised."""

    sentence = "请写明核对了什么证件，不用写号码。信访人会看到。"
    field = "proof"


class ReceiptUnknown(NotThere):
    """No matter opens with that code, or not the one with that number; which of the two is never said."""

    sentence = "没有事项用这个查询码，请对照回执再看一遍。"
