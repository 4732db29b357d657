"""Refusals around supervision, recommendations, promised steps and the call back."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere


class DemandMissing(BadInput):
    """A demand says what is wanted."""

    sentence = "请写明要求承办单位做什么、说明什么。"
    field = "demand"


class SupervisedAlready(Conflict):
    """There is an open demand for the same reason."""

    sentence = "同一原因的督办还没有结束。"


class SupervisionGone(Conflict):
    """The demand is answered or ended."""

    sentence = "这次督办已经答复或者结束，请看最新情况。"


class OwnDemand(NotAllowed):
    """Nobody answers their own demand."""

    sentence = "这次督办是您提出的，须由承办单位的其他人答复。"


class NotTheirDemand(NotAllowed):
    """Only the unit that made a demand ends it."""

    sentence = "这次督办由提出督办的单位结束。"


class StatementMissing(BadInput):
    """An answer to a demand says something."""

    sentence = "请写明办理情况、原因和接下来怎么办。"
    field = "answer"


class EndReasonMissing(BadInput):
    """A demand ends with a reason."""

    sentence = "请写明为什么结束督办。"
    field = "reason"


class StepsWithoutUpheld(BadInput):
    """Only what is upheld can be promised."""

    sentence = "至少支持一条诉求，才能写承诺的事。"
    field = "steps"


class StepsTooMany(BadInput):
    """More promises than an answer has room for."""

    sentence = "一份答复最多写 %(most)s 项承诺。"
    field = "steps"


class StepTextMissing(BadInput):
    """A promise says what will be done."""

    sentence = "请写明承诺做什么，并填完成日期。"
    field = "steps"


class StepDayPast(BadInput):
    """A promise is for a day to come."""

    sentence = "承诺的日期要填明天或者以后。"
    field = "steps"


class StepGone(Conflict):
    """The promise is kept already, or the answer hasn't left the house."""

    sentence = "这一项已经登记落实，或者答复还没有送达。"


class StepNoteMissing(BadInput):
    """The unit says how a promise was kept."""

    sentence = "请写明是怎么落实的，信访人会看到。"
    field = "note"


class StepsOpen(Conflict):
    """A matter waits for what its answer has promised."""

    sentence = "答复承诺的事还有 %(left)s 项没有落实，落实以后才能办结。"


class FollowUpResultMissing(BadInput):
    """A call back has one of four results."""

    sentence = "请选回访的结果。"
    field = "result"


class RecommendationMissing(BadInput):
    """A recommendation names the problem and proposes something."""

    sentence = "请写明发现的问题和建议。"
    field = "proposal"


class RecommendationGone(NotThere):
    """There is no such recommendation for this actor, or it has been answered."""

    sentence = "没有找到这份建议书，或者已经答复。"


class RecommendationNotAllowed(NotAllowed):
    """Recommendations are sent by the petition office's approvers and leaders, and answered by the unit's."""

    sentence = "建议书由信访部门的审批人或负责人发出，由收到的单位的审批人或负责人答复。"


class RecommendationUndecided(BadInput):
    """An answer to a recommendation says whether it is adopted, and why."""

    sentence = "请选是否采纳，并写明理由或者做法。"
    field = "reply"
