"""Where the moves of this topic stand on a matter's page: standing aside."""

from huiyin.desk.matter.away.forms import RecuseForm
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={200: RecuseForm},
        )
    )
