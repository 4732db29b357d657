"""Refusals of tasks, each with what can be done instead."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class TaskNotFound(NotThere):
    """There is no such task for this actor."""

    sentence = "没有找到这项任务，请核对后再试。"


class TaskMoveConflict(Conflict):
    """The state has no such move."""

    sentence = "这项任务%(state)s，不能再“%(action)s”。请看过最新情况再办。"


class TaskMoveNotAllowed(NotAllowed):
    """The state has the move, this actor may not make it."""

    sentence = "您的职位不能对这项任务“%(action)s”。"


class TaskChangedConflict(Conflict):
    """Somebody else has changed it since this page was shown."""

    sentence = "您打开页面后，这项任务有了变化：%(changes)s。请看过再办，您写的内容还在。"


class TaskElsewhereConflict(Conflict):
    """It belongs to something that has moves of its own, and follows those."""

    sentence = "这项任务跟着它的来源走，请打开来源，在那里办理。"


class OwnWorkNotAllowed(NotAllowed):
    """Nobody checks their own work."""

    sentence = "自己完成的任务不能由自己验收，请由别的同事办。"


class ReturnPeriodConflict(Conflict):
    """A unit says within some days that a task isn't its own, or has it."""

    sentence = "退回的期限已经过了。办不了的，请写明情况，由交办的单位撤销或者另行交办。"


class ExtensionUsedConflict(Conflict):
    """More time is given once."""

    sentence = "这项任务已经延期过一次，不能再延。"


class ExtensionLateConflict(Conflict):
    """Being late can't be undone."""

    sentence = "期限已经过了，不能再申请延期。请尽快完成，并写明情况。"


class ExtensionWaitingConflict(Conflict):
    """It has been asked for already."""

    sentence = "已经申请过延期，正在等交办的单位决定。"


class ExtensionUnaskedConflict(Conflict):
    """Nobody waits for more time."""

    sentence = "没有等着决定的延期申请。"


class TaskTextRequired(BadInput):
    """Nothing says what is to be done."""

    sentence = "请写明要做什么。"
    field = "text"


class TaskReasonRequired(BadInput):
    """Whoever reads of it learns why."""

    sentence = "请写明理由。"
    field = "reason"


class TaskNoteRequired(BadInput):
    """Nothing says how it was done."""

    sentence = "请写明做了什么、结果怎样。"
    field = "note"


class TaskUnitRequired(BadInput):
    """The unit isn't one to which this officer may give tasks."""

    sentence = "任务只能交给本单位和本单位管的下级单位。"
    field = "unit_id"


class TaskOfficerRequired(BadInput):
    """The officer holds no post in the unit by which they could do it."""

    sentence = "请选这个单位里的一位工作人员。"
    field = "officer_id"


class GivingNotAllowed(NotAllowed):
    """No post of theirs gives tasks out."""

    sentence = "您的职位不能交办任务。"


class AssistingUnitInvalid(BadInput):
    """An assisting unit is closed, the same as the one that has it, or one too many."""

    sentence = "协助单位最多 %(most)s 个，不能是承办单位自己，也不能是已经撤销的单位。"
    field = "assisting_ids"


class TaskReferenceConflict(Conflict):
    """The giving unit has used that number."""

    sentence = "编号“%(reference)s”已经用过，请换一个，或者不填。"


class TaskGivenConflict(Conflict):
    """The giving unit waits for just the same, and neither has a number to tell them apart."""

    sentence = "同样的任务、同样的期限已经交给这个单位，还没有办完。确实是另一项的，请各填一个编号。"


class LaterDayRequired(BadInput):
    """More time means a later day."""

    sentence = "请填比原来的期限晚的日期。"
    field = "due_on"


class TaskFilesConflict(Conflict):
    """There are as many files as one task carries."""

    sentence = "一项任务最多附 %(most)s 个文件。"
