"""Where the moves of this topic stand on a matter's page: more time."""

from huiyin.desk.matter.extension.forms import ExtendAskForm, ExtendGrantForm, ExtendRefuseForm, closed_to_time
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={50: ExtendGrantForm, 60: ExtendRefuseForm},
            secondary={110: ExtendAskForm},
            reasons={170: closed_to_time},
        )
    )
