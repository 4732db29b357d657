"""The words of supervision, recommendations, promised steps and follow-up (条例 Arts 32, 40)."""

from enum import StrEnum

from huiyin.kernel.text import N_


class Trigger(StrEnum):
    """Why a unit is supervised: by rule, or by hand."""

    LATE_ACCEPTANCE = "late_acceptance"
    LATE_ANSWER = "late_answer"
    NOT_TOLD = "not_told"
    NOT_CARRIED_OUT = "not_carried_out"
    SENT_BACK_OFTEN = "sent_back_often"
    BY_HAND = "by_hand"


class RecommendationKind(StrEnum):
    """The three kinds (条例 Art 40)."""

    IMPROVEMENT = "improvement"
    POLICY = "policy"
    ACCOUNTABILITY = "accountability"


class FollowUpResult(StrEnum):
    """What the petitioner said when called back."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    NOT_REACHED = "not_reached"


TRIGGER_LABELS = {
    Trigger.LATE_ACCEPTANCE: N_("逾期没有告知是否受理"),
    Trigger.LATE_ANSWER: N_("逾期没有答复"),
    Trigger.NOT_TOLD: N_("办理结果没有告诉信访人"),
    Trigger.NOT_CARRIED_OUT: N_("处理意见没有落实"),
    Trigger.SENT_BACK_OFTEN: N_("三次退回重新处理"),
    Trigger.BY_HAND: N_("其他"),
}
RECOMMENDATION_LABELS = {
    RecommendationKind.IMPROVEMENT: N_("改进工作建议"),
    RecommendationKind.POLICY: N_("完善政策建议"),
    RecommendationKind.ACCOUNTABILITY: N_("追究责任建议"),
}
FOLLOW_UP_LABELS = {
    FollowUpResult.DONE: N_("已经落实"),
    FollowUpResult.PARTLY: N_("部分落实"),
    FollowUpResult.NOT_DONE: N_("没有落实"),
    FollowUpResult.NOT_REACHED: N_("没有联系上"),
}
