"""Where the moves of this topic stand on a matter's page: review, recheck and hearings."""

from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.desk.matter.review.forms import (
    AskRecheckForm,
    AskReviewForm,
    DecideRecheckForm,
    DecideReviewForm,
    DraftOpinionForm,
    ReturnOpinionForm,
    SendBackForm,
    TakeRecheckForm,
    TakeReviewForm,
)
from huiyin.desk.matter.review.hearing_forms import (
    AnnounceHearingForm,
    CancelHearingForm,
    RecordHearingForm,
    closed_by_hearing,
)


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={
                270: TakeReviewForm,
                280: TakeRecheckForm,
                290: DraftOpinionForm,
                300: DecideReviewForm,
                310: DecideRecheckForm,
                320: SendBackForm,
                330: ReturnOpinionForm,
            },
            secondary={
                370: AnnounceHearingForm,
                380: RecordHearingForm,
                390: CancelHearingForm,
                400: AskReviewForm,
                410: AskRecheckForm,
            },
            reasons={70: closed_by_hearing},
        )
    )
