"""The words of supervision (条例 Art 40)."""

from enum import StrEnum

from huiyin.kernel.text import N_

# What happens to a matter by it, as its clocks hear of it.
EVENTS = frozenset({"supervised", "supervision_raised", "supervision_answered", "supervision_ended"})

# What its tasks come from, by the kind of their reference.
DEMAND = "demand"

# So often a review has sent a matter back.
SENT_BACK_OFTEN = 3


class Trigger(StrEnum):
    """Why a unit is supervised: by rule, or by hand."""

    LATE_ACCEPTANCE = "late_acceptance"
    LATE_ANSWER = "late_answer"
    NOT_NOTIFIED = "not_told"
    NOT_CARRIED_OUT = "not_carried_out"
    SENT_BACK_OFTEN = "sent_back_often"
    BY_HAND = "by_hand"


TRIGGER_LABELS = {
    Trigger.LATE_ACCEPTANCE: N_("逾期没有告知是否受理"),
    Trigger.LATE_ANSWER: N_("逾期没有答复"),
    Trigger.NOT_NOTIFIED: N_("办理结果没有告诉信访人"),
    Trigger.NOT_CARRIED_OUT: N_("处理意见没有落实"),
    Trigger.SENT_BACK_OFTEN: N_("三次退回重新处理"),
    Trigger.BY_HAND: N_("办理情况需要说明"),
}


# What the house demands when a rule is broken, in the source language; translated where it is shown.
TRIGGER_DEMANDS = {
    Trigger.LATE_ACCEPTANCE: N_("受理告知期限已经过了。请马上告知信访人是否受理，并书面说明原因。"),
    Trigger.LATE_ANSWER: N_("答复期限已经过了。请尽快答复信访人，并书面说明原因和答复日期。"),
    Trigger.NOT_NOTIFIED: N_("答复已经批准，但没有送出。请马上送达信访人，并书面说明原因。"),
    Trigger.NOT_CARRIED_OUT: N_("答复里承诺的事到期没有落实。请尽快落实，并书面说明进展。"),
    Trigger.SENT_BACK_OFTEN: N_("这件事项已经三次退回重新处理。请书面说明存在的问题和解决办法。"),
}


# The clock that is late when a rule is broken.
TRIGGER_OF_CLOCK = {
    "accept": Trigger.LATE_ACCEPTANCE,
    "answer": Trigger.LATE_ANSWER,
    "answer_limit": Trigger.LATE_ANSWER,
    "tell": Trigger.NOT_NOTIFIED,
    "step": Trigger.NOT_CARRIED_OUT,
}
