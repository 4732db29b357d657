"""Where the moves of this topic stand on a matter's page: the reply until it goes out."""

from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.desk.matter.reply.forms import (
    ApproveForm,
    DraftForm,
    DraftReturnForm,
    SignForm,
    closed_to_sign,
    draft_blocked,
)


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={30: ApproveForm, 40: DraftReturnForm, 70: SignForm},
            apart=(DraftForm,),
            reasons={10: draft_blocked, 180: closed_to_sign},
        )
    )
