"""Refusals of this context, each with a sentence that a person can act on."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class MatterNotFound(NotThere):
    """There is no such matter for this actor."""

    sentence = "没有找到这件事项，请核对编号。"


class MoveNotOpen(Conflict):
    """The state doesn't allow this action any more."""

    sentence = "这件事项现在是“%(state)s”，不能再“%(action)s”。请看过最新情况再办。"


class MoveNotAllowed(NotAllowed):
    """The state allows it, this actor may not."""

    sentence = "您的职位不能对这件事项“%(action)s”。"


class MatterChanged(Conflict):
    """Somebody else has changed the matter since this page was shown."""

    sentence = "您打开页面后，这件事项有了变化：%(changes)s。请看过再办，您写的内容还在。"


class UnitBarred(BadInput):
    """The matter is about this unit, or about somebody who commands it."""

    sentence = "它是被反映方，或者由被反映方领导，不能办这件事，请另选单位。"
    field = "unit"


class UnitUnknown(BadInput):
    """No such unit, or the matter is there already."""

    sentence = "请选一个现有的单位，而且不是现在的承办单位。"
    field = "unit"


class NotBarred(Conflict):
    """Its unit isn't barred from it, or the house has none that isn't."""

    sentence = "这件事项不需要更换单位，或者没有可以接手的单位。"


class OfficerUnknown(BadInput):
    """No such officer."""

    sentence = "请选一位工作人员。"
    field = "officer"
