"""Where the moves of this topic stand on a matter's page: a settlement."""

from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.desk.matter.settlement.forms import SettleForm


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={100: SettleForm},
        )
    )
