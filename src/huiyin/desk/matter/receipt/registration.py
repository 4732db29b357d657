"""Where the moves of this topic stand on a matter's page: a new receipt code."""

from huiyin.desk.matter.receipt.forms import ReissueForm, closed_to_reissue
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={220: ReissueForm},
            reasons={90: closed_to_reissue},
        )
    )
