"""Refusals of this context, each with a sentence that a person can act on."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class MatterNotFound(NotThere):
    """There is no such matter for this actor."""

    sentence = "没有找到这件事项，请核对编号。"


class ReceiptUnknown(NotThere):
    """Number and code don't belong together; whether the number exists is never said."""

    sentence = "编号和查询码对不上，请对照回执再输一次。"


class MoveNotOpen(Conflict):
    """The state doesn't allow this action any more."""

    sentence = "这件事项现在是“%(state)s”，不能再“%(action)s”。请看过最新情况再办。"


class MoveNotAllowed(NotAllowed):
    """The state allows it, this actor may not."""

    sentence = "您的职位不能对这件事项“%(action)s”。"


class MatterChanged(Conflict):
    """Somebody else has changed the matter since this page was shown."""

    sentence = "您打开页面后，这件事项有了变化：%(changes)s。请看过再办，您写的内容还在。"


class GroundUnknown(BadInput):
    """The ground isn't one of the rulebook's."""

    sentence = "请选一条理由，信访人会看到它和所依据的条款。"
    field = "ground"


class RouteMissing(BadInput):
    """A redirect must say where to go."""

    sentence = "请写明信访人接下来该去哪里、怎么办。"
    field = "route"


class UnitBarred(BadInput):
    """The matter is about this unit, or about somebody who commands it."""

    sentence = "它是被反映方，或者由被反映方领导，不能办这件事，请另选单位。"
    field = "unit"


class UnitUnknown(BadInput):
    """No such unit, or the matter is there already."""

    sentence = "请选一个现有的单位，而且不是现在的承办单位。"
    field = "unit"


class SealNotReadThere(BadInput):
    """Nobody in that unit could read what is sealed."""

    sentence = "那个单位还没有人能看密封的内容。请先“让一位同事也能看”，选那个单位的一位，再转交。"
    field = "unit"


class HandlerUnknown(BadInput):
    """The officer holds no handler's post in the lead unit, or is barred."""

    sentence = "请在本单位的承办人中选一位。"
    field = "handler"


class MessageMissing(BadInput):
    """An empty message."""

    sentence = "请写点内容再提交。"
    field = "body"


class SaidAlready(BadInput):
    """The same words a moment ago."""

    sentence = "这段话刚才已经送到，不用再发。"
    field = "body"


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


class WindowOpen(Conflict):
    """The petitioner isn't satisfied and may still ask for a review."""

    sentence = "信访人没有选“满意”，还可以申请复查。期限过后会自动办结。"


class GradeMissing(BadInput):
    """A rating without its grades."""

    sentence = "请为两项各选一个评价。"
    field = "grades"


class RecusalReasonMissing(BadInput):
    """Standing aside without a word."""

    sentence = "请用一句话写明为什么要回避，只有经办人员看得到。"
    field = "reason"


class RecusedAlready(Conflict):
    """That officer stands aside already."""

    sentence = "这位工作人员已经回避。"


class NotBarred(Conflict):
    """Its unit isn't barred from it, or the house has none that isn't."""

    sentence = "这件事项不需要更换单位，或者没有可以接手的单位。"


class OfficerUnknown(BadInput):
    """No such officer."""

    sentence = "请选一位工作人员。"
    field = "officer"


class FileNotSealed(Conflict):
    """A file of a sealed matter goes under its seal before it is added."""

    sentence = "这件事项是密封的，附件要先加密。请再试一次。"


class NothingAsked(Conflict):
    """The matter has ended, and nothing that the petitioner asked is unanswered."""

    sentence = "这件事项已经结束，也没有还没回答的提问。"


class FilesTooMany(BadInput):
    """More files than one matter may have."""

    sentence = "一件事项最多 %(most)s 个附件。"
    field = "files"


class ListTooLong(Conflict):
    """More lines than leave while somebody waits; the worker writes it down instead."""

    sentence = "这张表超过 %(most)s 行，要排队做。"
