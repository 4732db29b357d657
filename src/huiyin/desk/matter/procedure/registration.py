"""Where the moves of this topic stand on a matter's page: the simple procedure."""

from huiyin.desk.matter.procedure.forms import MakeOrdinaryForm
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={120: MakeOrdinaryForm},
        )
    )
