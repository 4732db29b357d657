"""What a move is refused with, unless a context has its own sentences."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class CaseNotFound(NotThere):
    """There is no such case for this actor."""

    sentence = "没有找到这一件，请核对后再试。"


class ActionNotOpen(Conflict):
    """The state doesn't allow this action any more."""

    sentence = "这一件现在是“%(state)s”，不能再“%(action)s”。请看过最新情况再办。"


class ActionNotAllowed(NotAllowed):
    """The state allows it, this actor may not."""

    sentence = "您的职位不能对这一件“%(action)s”。"


class CaseChanged(Conflict):
    """Somebody else has changed it since this page was shown."""

    sentence = "您打开页面后，这一件有了变化：%(changes)s。请看过再办，您写的内容还在。"


class LateReasonRequired(BadInput):
    """A day so far back needs its reason; the time counts from now in any case."""

    sentence = "补记 %(days)s 天以前的事，请写明为什么现在才记（时限从今天起算）。"
    field = "late_reason"
