"""Refusals around recommendations of the petition office."""

from huiyin.kernel.errors import BadInput, NotAllowed, NotThere


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
