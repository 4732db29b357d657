"""Where the moves of this topic stand on a matter's page: help from an aid scheme."""

from huiyin.desk.matter.assistance.forms import (
    ON_REFERRALS,
    AgreeReferralForm,
    AnswerReferralForm,
    DeclineReferralForm,
    FollowUpReferralForm,
    ReferForm,
    closed_by_referrals,
)
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={
                230: AgreeReferralForm,
                240: DeclineReferralForm,
                250: AnswerReferralForm,
                260: FollowUpReferralForm,
                270: ReferForm,
            },
            reasons={60: closed_by_referrals},
            quiet=ON_REFERRALS,
        )
    )
