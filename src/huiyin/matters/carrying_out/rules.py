"""The words and limits of what an answer promises, and the call back."""

from enum import StrEnum

from huiyin.kernel.text import N_

# As many steps as one answer may promise.
STEPS_MOST = 5


class FollowUpResult(StrEnum):
    """What the petitioner said when called back."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    NOT_REACHED = "not_reached"


FOLLOW_UP_LABELS = {
    FollowUpResult.DONE: N_("已经落实"),
    FollowUpResult.PARTLY: N_("部分落实"),
    FollowUpResult.NOT_DONE: N_("没有落实"),
    FollowUpResult.NOT_REACHED: N_("没有联系上"),
}
