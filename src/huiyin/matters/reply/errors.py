"""Refusals around the reply until it is approved."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class OpinionMissing(BadInput):
    """A request without an opinion: no request may be skipped."""

    sentence = "每一条诉求都要有意见和理由，第 %(position)s 条还没有。"
    field = "opinions"


class FactsMissing(BadInput):
    """A reply without the facts found."""

    sentence = "请写明查明的事实。"
    field = "facts"


class BasisMissing(BadInput):
    """A reply without its legal basis."""

    sentence = "请写明所依据的法律、法规或政策。"
    field = "basis"


class ReasonMissing(BadInput):
    """Sending a draft back needs a reason."""

    sentence = "请写明要修改什么，起草人才知道怎么改。"
    field = "reason"


class OwnDraft(NotAllowed):
    """Nobody approves what they drafted."""

    sentence = "这份答复是您起草的，须由另一位审批人批准。"


class CoDraftNotAllowed(NotAllowed):
    """Nor does anybody who has written on the draft before it was handed in."""

    sentence = "这份答复您参与写过，须由没有写过的另一位批准和签发。"


class RecallNotAllowed(NotAllowed):
    """Only its drafter takes a draft back; others who work on it can ask for that."""

    sentence = "这份答复不是您起草的，只有起草人能撤回。"


class SignedAlready(Conflict):
    """Somebody has signed it."""

    sentence = "这份答复已经签发。"
