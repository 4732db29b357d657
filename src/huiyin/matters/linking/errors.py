"""Refusals around matters that belong together."""

from huiyin.kernel.errors import BadInput, Conflict


class LeadingMatterUnknown(BadInput):
    """No such matter, or none that the officer sees, or the matter itself."""

    sentence = "没有找到另一件这个编号的事项，请核对。"
    field = "into"


class MergeOtherUnit(BadInput):
    """The two lie with different units."""

    sentence = "两件事项要由同一个单位承办，才能合并。"
    field = "into"


class MergeNotTheSame(BadInput):
    """Another kind or another subject."""

    sentence = "只有同一件事才能合并。这两件的类别或者归口分类不一样。"
    field = "into"


class MergeRespondentsDiffer(BadInput):
    """Whoever is barred from one must be barred from the other."""

    sentence = "两件写明的被反映方不一样，不能合并。真是同一件事的，先写成一样的。"
    field = "into"


class MergeNotOpen(BadInput):
    """The other one isn't being worked on, or has a draft already."""

    sentence = "那件事项要在办理中、还没有起草答复，才能合并。"
    field = "into"


class MergeSealed(BadInput):
    """What is sealed stays alone with its readers."""

    sentence = "密封的事项不能合并。"
    field = "into"


class MergeSplit(BadInput):
    """Of what was split, some requests are answered elsewhere."""

    sentence = "分出过诉求的事项不能合并。分出来的那一件可以。"
    field = "into"


class MergeHandlerRecused(BadInput):
    """The handler of the leading one stands aside from this one."""

    sentence = "那件事项的承办人回避了这一件，不能合并。"
    field = "into"


class MergedMost(BadInput):
    """More than one drafter can answer request by request."""

    sentence = "一件事项最多带 %(most)s 件。"
    field = "into"


class LeaderIsLed(BadInput):
    """The other one is merged itself."""

    sentence = "那件事项自己已经并入别的事项。请并入带办的那一件。"
    field = "into"


class MergeReasonMissing(BadInput):
    """Nothing says why they are the same."""

    sentence = "请用一句话写明为什么是同一件事，只有工作人员看得到。"
    field = "reason"


class MergedAway(Conflict):
    """Work on a merged matter is done on the leading one."""

    sentence = "这件事项已并入 %(number)s，由那一件一起办理和答复。要单独办理，请先解除合并。"


class LeadsOthers(Conflict):
    """It has others to answer along with it."""

    sentence = "这件事项带着合并进来的事项，不能办这一步。要办，请先解除合并。"


class RecusedFromLed(Conflict):
    """Whoever stands aside from a matter answers it neither by itself nor along with another one."""

    sentence = "合并进来的事项里有您要回避的，这一步请由别人办。"


class NotMerged(Conflict):
    """There is nothing to undo or to answer along."""

    sentence = "这件事项现在没有并入别的事项。"


class LeaderUnanswered(Conflict):
    """The leading one has no answer yet."""

    sentence = "带办的那一件还没有答复。"


class MergedOpinionMissing(BadInput):
    """A request of a merged matter without an opinion: no request may be skipped."""

    sentence = "合并进来的事项，每一条诉求也都要有意见和理由。%(number)s 的第 %(position)s 条还没有。"
    field = "opinions"


class SplitSealed(Conflict):
    """Sealed or joint matters stay whole."""

    sentence = "密封的、联名的事项不能分开办理。"


class SplitAgain(Conflict):
    """A part isn't split once more."""

    sentence = "这件事项是从另一件里分出来的，不能再分。请在原来的那一件里分。"


class RequestsUnchosen(BadInput):
    """No request was chosen, or one that isn't there any more."""

    sentence = "请选要分出去的诉求。"
    field = "requests"


class RequestsAllChosen(BadInput):
    """Something must be left to answer."""

    sentence = "至少留一条诉求在这里答复。全部由别的单位办的，请交给其他单位。"
    field = "requests"


class PartsOpen(Conflict):
    """The whole ends last."""

    sentence = "从这件事项分出的 %(numbers)s 还没有办完，要等它们办完，这一件才能结束。"


class PartsUnanswered(Conflict):
    """The whole is answered last."""

    sentence = "从这件事项分出的 %(numbers)s 还没有答复，要等它们答复以后，这一件才能送达。"


class NotSplitConflict(Conflict):
    """It is no part of another matter."""

    sentence = "这件事项不是分出来的。"


class RespondentOfWhole(Conflict):
    """Whom the whole bars stays barred from its parts."""

    sentence = "这件事项是分出来的，被反映方按原来的那一件。要改，请在那一件里改。"
