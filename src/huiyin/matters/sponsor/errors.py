"""Refusals around a sponsor."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed


class SponsorThere(Conflict):
    """Another leader has taken it; one matter, one leader."""

    sentence = "这件事项已有领导包案。要换人，请现在的包案领导移交。"


class PlanMissing(BadInput):
    """Taking a matter without saying how it will be solved."""

    sentence = "请写明打算怎样解决，几句话就可以。"
    field = "plan"


class PlanStepsTooMany(BadInput):
    """More steps than a plan has room for."""

    sentence = "一份计划最多写 %(most)s 步。"
    field = "milestones"


class PlanStepTextMissing(BadInput):
    """A day of the plan by which nothing is to be done."""

    sentence = "请写明这一步做什么；不要这一步的，把日期也删去。"
    field = "milestones"


class PlanDayPast(BadInput):
    """A step of the plan by a day that isn't after today: there would be no day left to remind of it."""

    sentence = "计划里每一步的日期，请写明天或者以后。"
    field = "milestones"


class NotTheSponsor(NotAllowed):
    """Only the leader who took it says how it goes on."""

    sentence = "只有包案的领导能办这一步。"


class MilestoneGone(Conflict):
    """No such step, or it is done."""

    sentence = "计划里没有等着完成的这一步。"


class LeaderUnknown(BadInput):
    """Nobody who leads the unit that has it, or who may see it."""

    sentence = "请选承办单位或上级单位的另一位领导。"
    field = "officer"


class HandOnReasonMissing(BadInput):
    """A matter stays with its leader to the end, unless there is a reason."""

    sentence = "包案要负责到底。请写明为什么移交，信访人会看到。"
    field = "reason"


class PlanStepsMissing(BadInput):
    """Nothing was written to be added."""

    sentence = "请至少写一步。"
    field = "milestones"


class FourPointMissing(BadInput):
    """An ending answers all four, each with what shows it."""

    sentence = "四项都要写明，凭什么这样说也要写。"
    field = "responsibility"


class EvidenceUnknown(BadInput):
    """What an answer points to isn't among the letters, files and steps of the matter."""

    sentence = "请从这件事项的文书、附件和经过里选依据。"
    field = "responsibility"
