"""Refusals around plan periods."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class PeriodNotFound(NotThere):
    """There is no such period for this actor."""

    sentence = "没有找到这个集中攻坚期。"


class PeriodNotAllowed(NotAllowed):
    """Leaders and registrars of a unit with others below it begin a period and choose its matters."""

    sentence = "集中攻坚由有下级单位的单位、信访部门的登记人员和领导开始、选事项。"


class PeriodNameMissing(BadInput):
    """A period has a name."""

    sentence = "请写明叫什么。"
    field = "name"


class PeriodDaysInvalid(BadInput):
    """It ends after it begins, not in the past, and lasts no longer than anybody plans."""

    sentence = "最后一天要在今天或者以后，不早于第一天，最多 %(most)s 天。"
    field = "ends_on"


class PeriodUnitsMissing(BadInput):
    """A period is for some units, all of them below the unit that begins it."""

    sentence = "请选包括哪些单位；只能选自己和下级的单位。"
    field = "unit_ids"


class PeriodThere(Conflict):
    """The same one, begun twice: by a second press, or by two people at once."""

    sentence = "这个单位已经有一个同名的集中攻坚期，还没有结束。"


class PeriodLeaderInvalid(BadInput):
    """Whoever answers for it leads the unit that has it, or the one that the petition office works for."""

    sentence = "请选开始的单位（或者信访部门的上级）的一位领导。"
    field = "leader_id"


class PeriodBegun(BadInput):
    """Lines have been owed since: their days stay."""

    sentence = "已经开始了，第一天和每周填报的日子不能再改。"
    field = "begins_on"


class PeriodReasonMissing(BadInput):
    """Whoever reads it later has to know why it was changed, or ended."""

    sentence = "请写明原因。"
    field = "reason"


class PeriodResultMissing(BadInput):
    """What is ended early has come to something."""

    sentence = "请写明做到了哪一步、结果怎样。"
    field = "result"


class PeriodUnchanged(Conflict):
    """The revision changes nothing: pressed twice, for instance."""

    sentence = "没有改动：已经是这样了。"


class PeriodRevisedMeanwhile(Conflict):
    """Somebody else was faster."""

    sentence = "别人刚修订过，请看现在的内容再改。"


class PeriodOver(Conflict):
    """What is over takes in nothing more."""

    sentence = "这个集中攻坚期已经结束。"


class PeriodFull(Conflict):
    """A list that nobody could read through any more."""

    sentence = "一个集中攻坚期最多 %(most)s 件。"


class PlannedElsewhere(Conflict):
    """A matter is in one running period only: else it would owe two lines a week."""

    sentence = "这件事项已经在一个集中攻坚期里。"


class PlanUnitOutside(BadInput):
    """The unit that has the matter isn't one of the period's."""

    sentence = "承办单位不在这个集中攻坚期里。"


class PlanSealed(BadInput):
    """Of a sealed matter nothing that says what it is about stands outside the seal."""

    sentence = "密封的事项不列进集中攻坚：每周写的话，没有密封口令的人也看得到。"


class NotPlanned(Conflict):
    """The matter is in no period, or has its result already."""

    sentence = "这件事项不在集中攻坚期里，或者已经写了结果。"


class NotPlanWriter(NotAllowed):
    """The line of a week and the result are written by who works on the matter and by the leader who has it."""

    sentence = "由承办人、包案的领导或者承办单位的负责人填写。"


class WeekNotOwed(BadInput):
    """No line can be written for that week."""

    sentence = "请选要填的那一周。"
    field = "week"


class WeekLineMissing(BadInput):
    """A line says at least what comes next."""

    sentence = "请写明下一步；这一周没有进展的，前一格可以空着。"
    field = "next_step"


class ResultMissing(BadInput):
    """One of the three results."""

    sentence = "请选结果。"
    field = "result"


class ResultReasonMissing(BadInput):
    """What isn't settled goes on: why, and how."""

    sentence = "没有化解的，请写明原因和下一步怎么办。"
    field = "reason"


class NotSettledYet(BadInput):
    """Only the matter's own rules say that it is settled."""

    sentence = "还不能算已经化解：要已经办结，诉求得到支持、双方和解或者信访人满意，承诺的事也都落实。"
    field = "result"


class NotAnsweredYet(BadInput):
    """Nothing has left the house yet."""

    sentence = "还没有答复，不能写已经答复。"
    field = "result"
