"""Where the moves of this topic stand on a matter's page: joint matters."""

from huiyin.desk.matter.joint.forms import (
    CoSignersForm,
    OpenCoSignersForm,
    RemoveRepresentativeForm,
    RepresentativeForm,
    closed_by_joint,
)
from huiyin.desk.matter.registry import MoveTopic, move_topic_register


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={
                310: CoSignersForm,
                320: RepresentativeForm,
                330: RemoveRepresentativeForm,
                340: OpenCoSignersForm,
            },
            reasons={120: closed_by_joint},
        )
    )
