"""Where the moves of this topic stand on a matter's page: the first answer."""

from huiyin.desk.matter.acceptance.forms import AcceptForm, DeclineForm, RedirectForm
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            primary={10: AcceptForm, 130: DeclineForm, 140: RedirectForm},
        )
    )
