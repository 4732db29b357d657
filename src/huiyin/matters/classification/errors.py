"""Refusals when what was registered is corrected."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class NothingCorrected(BadInput):
    """Everything given is as it stands."""

    sentence = "没有改动任何一项。请先更正，再保存。"


class CorrectionUnexplained(BadInput):
    """The petitioner reads why."""

    sentence = "请写明为什么更正，信访人会看到。"
    field = "reason"


class KindNotYours(NotAllowed):
    """The time limits follow the kind: whoever is held to them doesn't choose them."""

    sentence = "种类关系到期限，由承办单位的接访登记员、审批人或者负责人更正。其他各项您可以改。"


class KindSettled(Conflict):
    """An answer is drafted or out: it was given to that kind of matter."""

    sentence = "已经起草或者作出答复，种类不能再改。还没有送达的，先退回修改；其他各项可以改。"


class ClassifiedMerged(Conflict):
    """Only what is of one kind and one subject is answered together."""

    sentence = "这件事项和另一件合并办理，种类和类别要一样。先解除合并，再更正。"


class WordsSealed(BadInput):
    """What was written lies under the seal."""

    sentence = "密封事项的标题和地点在密封里，不能在这里改。"
    field = "title"


class CategoryUnknown(BadInput):
    """No such category in use."""

    sentence = "请从列表里选一个类别，或者留空。"
    field = "category"


class AreaUnknown(BadInput):
    """No such area."""

    sentence = "请从列表里选一个地方，或者留空。"
    field = "area"
