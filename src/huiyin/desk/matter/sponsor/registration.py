"""Where the moves of this topic stand on a matter's page: sponsors."""

from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.desk.matter.sponsor.forms import HandOnForm, MilestoneForm, SponsorForm, closed_to_sponsors


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={170: SponsorForm, 180: MilestoneForm, 190: HandOnForm},
            reasons={150: closed_to_sponsors},
        )
    )
