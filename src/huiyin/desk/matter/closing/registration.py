"""Where the moves of this topic stand on a matter's page: the end of a matter."""

from huiyin.desk.matter.closing.forms import CloseForm, closed_by_post, closed_by_window
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={110: CloseForm},
            reasons={100: closed_by_window, 200: closed_by_post},
        )
    )
