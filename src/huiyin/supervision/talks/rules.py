"""The words of talks with the head of a unit. Plain Python.

The grounds are a fixed list, and all of them are about what the unit did or left undone. None is, and none may
become, how many people complained, nor how many went higher.
"""

from enum import StrEnum

from huiyin.kernel.text import N_, NP_

# What its tasks come from, and the sort of its references.
TALK, MEASURE = "talk", "talk_measure"
TALK_PATH = "/desk/supervision/talks/"
DAYS_MOST, DAYS_USUAL = 366, 90
MEASURES_MOST = 5
MEASURE_MAX = 500
PLACE_MAX = 120
CALLED, HELD = "supervision.talk.called", "supervision.talk.held"
ANSWERED, CANCELLED = "supervision.talk.answered", "supervision.talk.cancelled"


class TalkGroundCode(StrEnum):
    """Why a unit's head is talked with."""

    UNANSWERED = "unanswered"
    LATE = "late"
    NOT_CARRIED_OUT = "not_carried_out"
    DEMANDS = "demands"
    RECOMMENDATIONS = "recommendations"


GROUND_LABELS = {
    TalkGroundCode.UNANSWERED: N_("超过期限没有受理或者答复"),
    TalkGroundCode.LATE: N_("受理、答复、送达超过了期限"),
    TalkGroundCode.NOT_CARRIED_OUT: N_("答复里承诺的事到期没有落实"),
    TalkGroundCode.DEMANDS: N_("督办到期没有书面答复"),
    TalkGroundCode.RECOMMENDATIONS: N_("建议书到期没有答复"),
}
# The clocks that each looks at.
ANSWERING = frozenset({"accept", "answer", "answer_limit", "simple_answer"})
OWED = ANSWERING | {"tell"}

STEP_NAMES = {
    CALLED: NP_("经过", "通知约谈单位负责人"),
    HELD: NP_("经过", "记录约谈"),
    ANSWERED: NP_("经过", "就约谈书面说明"),
    CANCELLED: NP_("经过", "取消约谈"),
}


class TalkStage(StrEnum):
    """How far a talk is; worked out of its days."""

    CALLED = "called"
    HELD = "held"
    CANCELLED = "cancelled"


STAGE_LABELS = {TalkStage.CALLED: N_("已通知"), TalkStage.HELD: N_("已约谈"), TalkStage.CANCELLED: N_("已取消")}
