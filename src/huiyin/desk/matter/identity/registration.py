"""Where the moves of this topic stand on a matter's page: who filed."""

from huiyin.desk.matter.identity.forms import OpenIdentityForm, closed_to_anonymous
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={210: OpenIdentityForm},
            reasons={160: closed_to_anonymous},
        )
    )
