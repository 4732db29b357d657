"""The words of review, recheck and hearing (条例 Arts 35, 36)."""

from enum import StrEnum

from huiyin.kernel.text import N_

# The steps with which one is asked for: whoever had a part up to there doesn't decide.
ASKED_KINDS = ("matters.review.asked", "matters.recheck.asked")


# The steps of whoever approves an opinion, or returns it.
APPROVED_KINDS = (
    "matters.review.decided", "matters.recheck.decided", "matters.review.sent_back", "matters.review.returned",
)  # fmt: skip


# The step with which a matter leaves a unit that its respondent commands by now. Once it was answered, its facts say
# who answered: a review is still asked for above that unit.
BARRED_LEFT = "matters.matter.barred_left"


ANSWERED_BY = "answered_by"


class ReviewLevel(StrEnum):
    """The first and the last one."""

    REVIEW = "review"
    RECHECK = "recheck"


class ReviewOutcome(StrEnum):
    """What becomes of the answer: it stands, it is another one, or the unit has to answer anew.

    `withdrawn`: nobody has decided, the petitioner wanted it no more.
    """

    UPHELD = "upheld"
    CHANGED = "changed"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


# Why a hearing that was announced isn't held, when the petitioner withdraws.
HEARING_NEEDLESS = N_("信访人撤回了这件事项，不用听证了。")


LEVEL_LABELS = {ReviewLevel.REVIEW: N_("复查"), ReviewLevel.RECHECK: N_("复核")}


REVIEW_OUTCOME_LABELS = {
    ReviewOutcome.UPHELD: N_("维持原意见"),
    ReviewOutcome.CHANGED: N_("改变原意见"),
    ReviewOutcome.SENT_BACK: N_("退回重新处理"),
    ReviewOutcome.WITHDRAWN: N_("申请人已撤回"),
}
