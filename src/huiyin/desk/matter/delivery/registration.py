"""Where the moves of this topic stand on a matter's page: how an answer goes out."""

from huiyin.desk.matter.delivery.forms import AcknowledgeForm, PostReplyForm, ServeForm, closed_to_serve
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={80: ServeForm, 90: PostReplyForm, 100: AcknowledgeForm},
            reasons={190: closed_to_serve},
        )
    )
