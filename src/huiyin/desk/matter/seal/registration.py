"""Where the moves of this topic stand on a matter's page: around a seal."""

from huiyin.desk.matter.registry import MoveTopic, move_topic_register
from huiyin.desk.matter.seal.forms import (
    AddReaderForm,
    AgreeUnsealingForm,
    AskUnsealingForm,
    OpenSealForm,
    UnsealForm,
    closed_by_seal,
)


def register() -> None:
    """Once the desk is there."""
    move_topic_register(
        MoveTopic(
            secondary={
                10: OpenSealForm,
                20: AddReaderForm,
                30: AskUnsealingForm,
                40: AgreeUnsealingForm,
                50: UnsealForm,
            },
            reasons={210: closed_by_seal},
        )
    )
