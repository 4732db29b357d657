"""Where the moves of this topic stand on a matter's page: correcting what was registered."""

from huiyin.desk.matter.classification.forms import ClassifyForm
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={130: ClassifyForm},
        )
    )
